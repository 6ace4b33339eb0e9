import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, readBundleFolder, type BundleFiles } from '#fixtures/bundle-context'
import { largestDifference, signalToNoise } from '#fixtures/compare-numbers'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { rows, values } from '#fixtures/official-vectors'
import { tinyBundle } from '#fixtures/tiny-bundle'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import { createStageClock } from '../../../stage-clock'
import type { PocketBundle } from '../published/bundle'
import { createKernelSpeechModel } from '../language-model/kernel-speech-model'
import { openPocketSource } from '../pocket-reader'
import { openPublishedModel } from '#fixtures/published-model'
import { createTextTable } from '../text/text-table'
import type { SpeechModel, SpeechRun } from '../language-model/speech-model'
import { isFixed, type FixedBundle } from './fixed-shapes'
import { openFixedSpeech } from './open-fixed-speech'

// The host of fixed shapes against numbers of the official PyTorch code with the same (random) weights.

const timings = createStageClock()
const silence = () => new Float32Array(32).fill(NaN)

async function open(files: BundleFiles) {
  const context = bundleContext(files)
  const source = await openPocketSource(context.files)
  const bundle = source.bundle ?? expect.fail('no graphs')
  const embed = createTextTable((await source.readTextTable()) ?? expect.fail('no table'))
  return { context, source, bundle, embed }
}

const asFixed = (bundle: PocketBundle) => (isFixed(bundle) ? bundle : expect.fail('the bundle is not of fixed shape'))

async function openFixed(files: BundleFiles): Promise<SpeechModel> {
  const { context, bundle, embed } = await open(files)
  return (await openFixedSpeech({ ...context, openResident: residentInMemory(context.createSession) }, asFixed(bundle), embed)).value
}

async function hearVoice(model: SpeechModel) {
  const listener = model.start(null, 19)
  await listener.prefill(values('c.voice_prefix'))
  return listener.voiceState()
}

/** Six frames fed back, with the ends' logits. */
async function speak(run: SpeechRun, steps = 1) {
  let previous: Float32Array = silence()
  const latents: number[] = []
  const endLogits: number[] = []
  for (const noise of rows('c.noise', 32)) {
    const frame = await run.next(previous, { noise, steps }, timings)
    previous = await frame.latent()
    latents.push(...previous)
    endLogits.push(frame.endLogit)
  }
  return { latents: Float32Array.from(latents), endLogits: Float32Array.from(endLogits) }
}

async function speakAfterText(model: SpeechModel, steps = 1) {
  const run = model.start(await hearVoice(model), 37)
  await run.prefill(values('a.text_embeddings'))
  return { ...(await speak(run, steps)), run }
}

describe('a language model of fixed shapes', () => {
  let files: BundleFiles
  let model: SpeechModel

  beforeAll(async () => {
    files = await tinyBundle('webgpu-fp32')
    model = await openFixed(files)
  })

  it('refuses what does not fit, before anything is added', async () => {
    expect(() => model.start(null, 1001)).toThrow(expect.objectContaining({ code: 'position-budget-exceeded' }))
    const voice = await hearVoice(model)
    expect(() => model.start(voice, 18)).toThrow(expect.objectContaining({ code: 'position-budget-exceeded' }))
    const run = model.start(voice, 20)
    await expect(run.prefill(new Float32Array(2 * 64))).rejects.toMatchObject({ code: 'position-budget-exceeded' })
    expect(run.positions).toBe(19)
    await run.prefill(new Float32Array(64))
    await expect(run.next(silence(), { noise: new Float32Array(32), steps: 1 }, timings)).rejects.toMatchObject({ code: 'position-budget-exceeded' })
  })

  it('refuses a voice whose rows are not its own', () => {
    expect(() => model.start({ positions: 3, caches: [new Float32Array(6), new Float32Array(6)] }, 10)).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it('is refused where its graphs are not what the bundle says', async () => {
    const bundle = JSON.parse(new TextDecoder().decode(files.get('bundle.json'))) as FixedBundle
    const other = { ...bundle, fixed_shape: { ...bundle.fixed_shape, prefill_rows: 16 } }
    const spoilt = new Map([...files, ['bundle.json', new TextEncoder().encode(JSON.stringify(other))]])
    await expect(openFixed(spoilt)).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('makes the latents, the ends and the caches of the official code', async () => {
    const { latents, endLogits, run } = await speakAfterText(model)
    // Ten times the noise between orders of summation, as recommended with the vectors.
    expect(largestDifference(latents, values('c.latent'))).toBeLessThan(4e-5)
    expect(largestDifference(endLogits, values('c.eos_logit'))).toBeLessThan(3e-5)
    const { positions, caches } = await run.voiceState()
    expect(positions).toBe(37)
    caches.forEach((cache, layer) => { expect(largestDifference(cache, values(`c.kv_final.layer${layer}`))).toBeLessThan(4e-5) })
  })

  it('makes the same again in the same caches, whatever was said between', async () => {
    const voice = await hearVoice(model)
    const runs = [model.start(voice, 37), model.start(voice, 37)] as const
    for (const run of runs) await run.prefill(values('a.text_embeddings'))
    let previous: Float32Array = silence()
    const latents: number[] = []
    for (const noise of rows('c.noise', 32)) {
      const frames = []
      for (const run of runs) frames.push(await (await run.next(previous, { noise, steps: 1 }, timings)).latent())
      expect(frames[0]).toEqual(frames[1])
      previous = frames[0]!
      latents.push(...previous)
    }
    expect(largestDifference(Float32Array.from(latents), values('c.latent'))).toBeLessThan(4e-5)
  })

  it('keeps runs apart that are told things at once', async () => {
    const alone = (await speakAfterText(model)).latents
    const voice = await hearVoice(model)
    const spoken = await Promise.all([1, 2].map(async () => {
      const run = model.start(voice, 37)
      await run.prefill(values('a.text_embeddings'))
      return (await speak(run)).latents
    }))
    expect(spoken).toEqual([alone, alone])
  })

  it('samples in several steps as the published graphs do', async () => {
    const { speech } = await openPublishedModel(bundleContext(readBundleFolder('e2e/fixtures/pocket-tiny')))
    const { latents } = await speakAfterText(model, 4)
    expect(largestDifference(latents, (await speakAfterText(speech, 4)).latents)).toBeLessThan(4e-5)
  })
})

describe.each(['webgpu-fp32', 'webgpu-fp16', 'webgpu-q8', 'webgpu-q4'] as const)('without a GPU, a bundle for %s', (target) => {
  it('is spoken by the kernels with the weights of its graph', async () => {
    const files = await tinyBundle(target)
    const { source, embed } = await open(files)
    const weights = (await source.open('language-model')).weights()
    const kernels = createKernelSpeechModel({ kernels: await loadNodeKernels(), weights, configuration: source.configuration, embed })
    const [actual, expected] = [await speakAfterText(kernels), await speakAfterText(await openFixed(files))]
    // They round weights to 8 bits with one scale per output, whatever the file has: measured 34 to 35 dB.
    expect(signalToNoise(actual.latents, expected.latents)).toBeGreaterThan(31)
  })
})
