import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, createNodeSession, readBundleFolder } from '#fixtures/bundle-context'
import { largestDifference, signalToNoise } from '#fixtures/compare-numbers'
import { floatProducts } from '#fixtures/float-products'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { rows, values } from '#fixtures/official-vectors'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { planSpeech, type SpeechNumbers } from '../../../../compiler/parts'
import { residentInMemory } from '../../../../runtime/resident-in-memory'
import { createStageClock } from '../../../stage-clock'
import { createKernelSpeechModel } from '../language-model/kernel-speech-model'
import type { SpeechModel, SpeechRun } from '../language-model/speech-model'
import { openPocketSource } from '../pocket-reader'
import { readOrCompile } from '../../on-gpu/compiled-graphs'
import { openGpuSpeech } from './speech'

// The host of graphs of fixed shape against numbers of the official PyTorch code with the same (random) weights.

const timings = createStageClock()
const silence = () => new Float32Array(32).fill(NaN)

async function open(numbers: SpeechNumbers): Promise<SpeechModel> {
  const shape = { capacity: 1000, prefillRows: 32 }
  const plan = () => Promise.resolve({ sizes: { ...tinySizes, ...shape }, graphs: planSpeech(ruleCheckpoint(tinySizes), tinySizes, numbers, shape) })
  const compiled = await readOrCompile({ packKey: 'tiny@1', gpu: {} }, { key: 'speech', label: 'language model', plan })
  const on = { createSession: createNodeSession, openResident: residentInMemory(createNodeSession) }
  return (await openGpuSpeech(on, compiled, { embed: () => Promise.resolve(new Float32Array(0)), layers: [0, 1] })).value
}

/** The same weights on kernels, in float32. */
async function openOnKernels(): Promise<SpeechModel> {
  const source = await openPocketSource(bundleContext(readBundleFolder('e2e/fixtures/pocket-tiny')).files)
  const kernels = await loadNodeKernels()
  const weights = (await source.read('language-model')).weights()
  return createKernelSpeechModel({ kernels, weights, configuration: source.configuration, embed: () => Promise.resolve(new Float32Array(0)), products: floatProducts(kernels) })
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
  let model: SpeechModel
  beforeAll(async () => {
    model = await open('fp32')
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

  it('makes the latents, the ends and the caches of the official code', async () => {
    const { latents, endLogits, run } = await speakAfterText(model)
    // Ten times the noise between orders of summation, as recommended with the vectors.
    expect(largestDifference(latents, values('c.latent'))).toBeLessThan(4e-5)
    expect(largestDifference(endLogits, values('c.eos_logit'))).toBeLessThan(3e-5)
    const { positions, caches } = await run.voiceState()
    expect(positions).toBe(37)
    caches.forEach((cache, layer) => { expect(largestDifference(cache, values(`c.kv_final.layer${layer}`))).toBeLessThan(4e-5) })
  })

  it('samples in four steps what the official code does', async () => {
    const run = model.start(await hearVoice(model), 37)
    await run.prefill(values('a.text_embeddings'))
    const [noise] = rows('c.noise', 32)
    const first = await (await run.next(silence(), { noise: noise!, steps: 4 }, timings)).latent()
    expect(largestDifference(first, rows('c.lsd4_latent', 32)[0]!)).toBeLessThan(4e-5)
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

  it('tells what the kernels tell of where every head looks in the text, and nothing where nobody asks', async () => {
    const [onKernels, onGraphs] = await Promise.all([openOnKernels(), Promise.resolve(model)].map(async (opening) => {
      const run = (await opening).start(await hearVoice(await opening), 37)
      await run.prefill(values('a.text_embeddings'))
      const frames = []
      let previous: Float32Array = silence()
      for (const noise of rows('c.noise', 32).slice(0, 3)) {
        const frame = await run.next(previous, { noise, steps: 1, follow: 'all' }, timings)
        previous = await frame.latent()
        frames.push(frame.textWeights!)
      }
      const [noise = new Float32Array(32)] = rows('c.noise', 32)
      const one = await run.next(previous, { noise, steps: 1, follow: [{ layer: 1, head: 2 }] }, timings)
      const plain = await run.next(await one.latent(), { noise, steps: 1 }, timings)
      expect([one.textWeights?.map(({ layer, head }) => [layer, head]), plain.textWeights]).toEqual([[[1, 2]], undefined])
      return [...frames, one.textWeights!].flat()
    }))
    expect(onGraphs).toHaveLength(3 * tinySizes.lm.layers * tinySizes.lm.heads + 1)
    for (const [i, { layer, head, weights }] of onGraphs!.entries()) {
      expect([layer, head]).toEqual([onKernels![i]!.layer, onKernels![i]!.head])
      expect(largestDifference(weights, onKernels![i]!.weights)).toBeLessThan(1e-5)
    }
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
})

// Measured on the CPU: 49.8 and 35.3 dB; the margins are for other processors' rounding.
it.each([['fp16', 46], ['q8', 32]] as const)('makes latents close to the official ones in %s', async (numbers, decibels) => {
  expect(signalToNoise((await speakAfterText(await open(numbers))).latents, values('c.latent'))).toBeGreaterThan(decibels)
})
