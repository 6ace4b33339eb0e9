import { expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { graphBytes } from '#fixtures/graph-bytes'
import { largestDifference } from '#fixtures/compare-numbers'
import { values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { encoderOf } from '../formats/checkpoint/pocket-sizes'
import { fixedEncoderGraph } from './codec-graphs'
import { plainProduct } from './products'

it('encodes what the official encoder does, whatever fills up its window', async () => {
  const session = await createNodeSession(await graphBytes(fixedEncoderGraph(encoderOf(tinySizes), plainProduct, 24)))
  const audio = new Float32Array(24 * 1920).fill(0.5)
  audio.set(values('b2.audio'))
  // The last frame is filled up with silence, as the official code has it.
  audio.fill(0, values('b2.audio').length, 18 * 1920)
  const { latents } = await session.run({ audio: { type: 'float32', data: audio, dims: [1, 1, audio.length] } })
  const expected = values('b2.conditioning')
  // Recommended with the vectors.
  expect(largestDifference((latents!.data as Float32Array).subarray(0, expected.length), expected)).toBeLessThan(8e-5)
})
