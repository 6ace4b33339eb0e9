import { expect, it } from 'vitest'
import { createNodeSession, engineCall } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { encoderOf } from '../../../../formats/checkpoint/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { createRandom } from '../../../../../src/shared/audio/random'
import { fixedEncoderGraph } from '../../../../compiler/codec-graphs'
import { planEncoder } from '../../../../compiler/parts'
import { plainProduct } from '../../../../compiler/products'
import { graphBytes } from '#fixtures/graph-bytes'
import { readOrCompile } from '../../on-gpu/compiled-graphs'
import { ENCODER_FRAMES, openGpuEncoder } from './encoder'

// Recommended with the vectors.
const TOLERANCE = 8e-5

async function open() {
  const plan = () => Promise.resolve({ sizes: encoderOf(tinySizes), graphs: planEncoder(ruleCheckpoint(tinySizes), encoderOf(tinySizes), ENCODER_FRAMES) })
  return openGpuEncoder({ createSession: createNodeSession }, await readOrCompile({ packKey: 'tiny@1', gpu: {} }, { key: 'encoder', label: 'encoder', plan }))
}

it('ends between two windows when it is cancelled', async () => {
  const cancel = new AbortController()
  const call = engineCall(cancel.signal)
  const { value } = await open()
  const stopping = { ...call, onProgress: () => { cancel.abort() } }
  await expect(value.encode(new Float32Array(200 * 1920), stopping)).rejects.toMatchObject({ code: 'aborted' })
})

it.each(['b2', 'b3'])('encodes prompt %s, which is no whole number of frames, as the official encoder does', async (group) => {
  const { value } = await open()
  expect(largestDifference(await value.encode(values(`${group}.audio`), engineCall()), values(`${group}.conditioning`))).toBeLessThan(TOLERANCE)
})

it('encodes a longer prompt in windows as in one piece', async () => {
  const random = createRandom(7)
  const frames = 120
  const audio = Float32Array.from({ length: frames * 1920 }, () => 0.1 * random.normal())
  const whole = await createNodeSession(await graphBytes(fixedEncoderGraph(encoderOf(tinySizes), plainProduct, frames)))
  const { latents } = await whole.run({ audio: { type: 'float32', data: audio, dims: [1, 1, audio.length] } })
  expect(largestDifference(await (await open()).value.encode(audio, engineCall()), latents!.data as Float32Array)).toBeLessThan(2 * TOLERANCE)
})
