import { beforeAll, describe, expect, it } from 'vitest'
import { bundleContext, engineCall, presentFolders, readBundleFolder } from '#fixtures/bundle-context'
import { largestDifference } from '#fixtures/compare-numbers'
import { rows, tokenIds, values } from '#fixtures/official-vectors'
import { openPublishedModel, type PublishedModel } from '#fixtures/published-model'
import { createStageClock } from '../../../stage-clock'
import type { SpeechRun } from '../language-model/speech-model'
import { sampleLatent } from './latent-sampler'
import { openPublishedEncoder } from './encoder'

// Every stage of the host against numbers of the official PyTorch code with the same (random) weights.


interface Tolerances {
  readonly conditioning: number
  readonly kv: number
  readonly latent: number
  readonly endLogit: number
  readonly flow: number
  readonly audio: number
  readonly chainedAudio: number
}

// float32: recommended with the vectors (ten times the noise between summation orders). int8: one and a half times the
// loss that quantisation was measured to cause between the exporter's own graphs and the official code.
const float32: Tolerances = { conditioning: 8e-5, kv: 4e-5, latent: 4e-5, endLogit: 3e-5, flow: 3e-5, audio: 2e-5, chainedAudio: 4e-5 }
const int8: Tolerances = { conditioning: 0.145, kv: 0.35, latent: 0.225, endLogit: 0.08, flow: 0.12, audio: 0.051, chainedAudio: 0.1 }

const beside = '../../shared/reference/pocket-tts/graphs'
const tolerancesOf: Readonly<Record<string, Tolerances>> = { fixture: float32, 'exported float32': float32, 'exported int8': int8 }
const folders = presentFolders({ fixture: 'e2e/fixtures/pocket-tiny', 'exported float32': `${beside}/A-tiny`, 'exported int8': `${beside}/A-tiny-int8` })

describe.each(folders)('Pocket TTS host on the %s bundle', (name, folder) => {
  const tolerance = tolerancesOf[name]!
  const context = bundleContext(readBundleFolder(folder))
  const timings = createStageClock()
  let model: PublishedModel

  beforeAll(async () => {
    model = await openPublishedModel(context)
  })

  async function encode(audio: string) {
    const encoder = await openPublishedEncoder(context, model.bundle)
    return encoder.value.encode(values(audio), engineCall())
  }

  async function afterText(): Promise<SpeechRun> {
    const listener = model.speech.start(null, 19)
    await listener.prefill(values('c.voice_prefix'))
    const run = model.speech.start(await listener.voiceState(), 37)
    await run.prefill(await model.speech.embed(tokenIds))
    return run
  }

  it.each(['b2', 'b3'])('encodes prompt %s, which is no whole number of frames', async (group) => {
    expect(largestDifference(await encode(`${group}.audio`), values(`${group}.conditioning`))).toBeLessThan(tolerance.conditioning)
  })

  it('looks text up', async () => {
    expect(await model.speech.embed(tokenIds)).toEqual(values('a.text_embeddings'))
  })

  it('keeps of a voice exactly the rows that the official cache has', async () => {
    const run = model.speech.start(null, 19)
    await run.prefill(values('c.voice_prefix'))
    const { positions, caches } = await run.voiceState()
    expect(positions).toBe(19)
    caches.forEach((cache, layer) => {
      expect(largestDifference(cache, values(`c.kv_after_voice.layer${layer}`))).toBeLessThan(tolerance.kv)
    })
  })

  it('runs voice, text and six frames, each fed back', async () => {
    const run = await afterText()
    const noise = rows('c.noise', 32)
    let previous: Float32Array = new Float32Array(32).fill(NaN)
    for (const [frame, expected] of rows('c.latent', 32).entries()) {
      const frameToCome = await run.next(previous, { noise: noise[frame]!, steps: 1 }, timings)
      expect(Math.abs(frameToCome.endLogit - values('c.eos_logit')[frame]!)).toBeLessThan(tolerance.endLogit)
      previous = await frameToCome.latent()
      expect(largestDifference(previous, expected)).toBeLessThan(tolerance.latent)
    }
    const { positions, caches } = await run.voiceState()
    expect(positions).toBe(37)
    caches.forEach((cache, layer) => {
      expect(largestDifference(cache, values(`c.kv_final.layer${layer}`))).toBeLessThan(tolerance.kv)
    })
  })

  it('samples in four steps', async () => {
    for (const [i, expected] of rows('c.lsd4_latent', 32).entries()) {
      const latent = await sampleLatent(model.flow, rows('c.transformer_out', 64)[i]!, rows('c.noise', 32)[i]!, 4)
      expect(largestDifference(latent, expected)).toBeLessThan(tolerance.latent)
    }
  })

  it.each([[0, 1], [1, 2], [2, 4], [3, 8], [4, 10]])('samples row %i in %i steps as the flow alone does', async (row, steps) => {
    const latent = await sampleLatent(model.flow, rows('d.c', 64)[0]!, rows('d.x', 32)[0]!, steps)
    expect(largestDifference(latent, rows('d.lsd', 32)[row]!)).toBeLessThan(tolerance.flow)
  })

  it.each([
    ['whole', [24]],
    ['frame by frame', Array.from({ length: 24 }, () => 1)],
    ['in mixed blocks', [2, 4, 8, 10]],
  ])('decodes %s what the official streaming decoder does', async (_, blocks) => {
    const stream = model.startDecoder()
    const latents = values('e.latents')
    const audio = new Float32Array(24 * 1920)
    let frame = 0
    for (const frames of blocks) {
      audio.set(await stream.decode(latents.slice(frame * 32, (frame + frames) * 32)), frame * 1920)
      frame += frames
    }
    expect(largestDifference(audio, values('e.audio_stream'))).toBeLessThan(tolerance.audio)
  })

  it('goes the whole way from prompt to sound', async () => {
    const encoded = await encode('b2.audio')
    const start = values('c.voice_prefix').subarray(0, 64)
    const { speech } = model
    const listener = speech.start(null, 19)
    await listener.prefill(Float32Array.of(...start, ...encoded))
    const run = speech.start(await listener.voiceState(), 37)
    await run.prefill(values('a.text_embeddings'))
    const latents: number[] = []
    let previous: Float32Array = new Float32Array(32).fill(NaN)
    for (const noise of rows('c.noise', 32)) {
      previous = await (await run.next(previous, { noise, steps: 1 }, timings)).latent()
      latents.push(...previous)
    }
    const audio = await model.startDecoder().decode(Float32Array.from(latents))
    expect(largestDifference(audio, values('g.audio'))).toBeLessThan(tolerance.chainedAudio)
  })
})
