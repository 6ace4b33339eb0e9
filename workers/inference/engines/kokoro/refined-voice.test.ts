import { beforeAll, describe, expect, it } from 'vitest'
import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import type { Progress } from '../../../../src/shared/protocol/inference'
import { createYieldPoint } from '../../../../src/shared/threads/yield-point'
import { createStageClock } from '../../stage-clock'
import type { EngineCall } from '../voice-engine'
import type { PromptEmbedder } from './prompt-embedder'
import { refineStarterVoice, type TrialSpeaker } from './refined-voice'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'
import { loadStyleModel, type StyleModel } from './style-model'
import { coordinateCount, coordinatesOf, tableAt } from './style-space'
import { predict } from './voice-forecast'
import type { ProsodyReader } from './voice-prosody'

let model: StyleModel
let voice: PreparedVoice
beforeAll(async () => {
  model = await loadStyleModel()
  const prosody = { pitch: { person: { mean: 4.8, spread: 0.1 }, own: { mean: 5.2, spread: 0.2 } }, pace: 0.9 }
  voice = writeStarterVoice('key', { table: tableAt(model.space, new Float64Array(coordinateCount(model.space))), prosody }, 'learned style')
})

/** Three seconds of a buzz at 110 Hz: ten harmonics of equal strength. */
const BUZZ = Float32Array.from({ length: 3 * 24_000 }, (_, at) => {
  let sum = 0
  for (let k = 1; k <= 10; k++) sum += 0.05 * Math.sin((2 * Math.PI * 110 * k * at) / 24_000)
  return sum
})
const buzz = (seconds: number) => BUZZ.slice(0, seconds * 24_000)
const prompt = { samples: buzz(2), sampleRate: 24_000 }

/** Hears the prompt as the first axis, and every variant as the forecast has it, with `nearer` more of that axis. */
function world(nearer: (variant: number) => number, seconds = 1.5) {
  const spoken: Float32Array[] = []
  const deltasOf: (Float32Array | undefined)[] = []
  const speaker: TrialSpeaker = {
    sampleRate: 24_000,
    speak({ table, deltas }) {
      spoken.push(table)
      deltasOf.push(deltas)
      return Promise.resolve(buzz(seconds))
    },
  }
  const embedder: PromptEmbedder = {
    open: () => Promise.resolve(),
    embed() {
      const table = spoken.at(-1)
      const heard = new Float32Array(128)
      if (table) heard.set(predict(model.forecast, coordinatesOf(model.space, table)).subarray(0, 128))
      heard[0] = (table ? (heard[0] ?? 0) : 1) + (table ? nearer(spoken.length) : 0)
      const norm = Math.hypot(...heard)
      return Promise.resolve(heard.map((value) => value / norm))
    },
    release: () => Promise.resolve(),
  }
  return { speaker, embedder, spoken, deltasOf }
}

/** Says of every style that it speaks around 200 Hz. */
const reader: ProsodyReader = {
  pitchOf: () => Promise.resolve([Float32Array.from({ length: 200 }, (_, at) => 200 + 10 * Math.sin(at))]),
  secondsOf: () => Promise.resolve(2),
}

function call(seen: Progress[] = [], signal = new AbortController().signal): EngineCall {
  return { signal, yieldPoint: createYieldPoint(signal), onProgress: (progress) => seen.push(progress), timings: createStageClock() }
}

describe('refining a starter voice', () => {
  it('refuses a voice of another pack and a prompt without a voice', async () => {
    const { speaker, embedder, spoken } = world(() => 0)
    const silent = { samples: new Float32Array(24_000), sampleRate: 24_000 }
    await expect(refineStarterVoice({ prompt, voice }, 'other', embedder, speaker, reader, call())).rejects.toMatchObject({ code: 'model-mismatch' })
    await expect(refineStarterVoice({ prompt: silent, voice }, 'key', embedder, speaker, reader, call())).rejects.toMatchObject({ code: 'prompt-too-short' })
    expect(spoken).toHaveLength(0)
  })

  it('ends with aborted before the next variant', async () => {
    const controller = new AbortController()
    const { speaker, embedder, spoken } = world((variant) => {
      if (variant === 2) controller.abort()
      return 0
    })
    await expect(refineStarterVoice({ prompt, voice }, 'key', embedder, speaker, reader, call([], controller.signal))).rejects.toMatchObject({ code: 'aborted' })
    expect(spoken).toHaveLength(2)
  })

  it('fails where no variant is long enough to be told apart', async () => {
    const { speaker, embedder } = world(() => 0, 0.8)
    await expect(refineStarterVoice({ prompt, voice }, 'key', embedder, speaker, reader, call())).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('gives the very voice back where nothing comes nearer', async () => {
    const { speaker, embedder } = world((variant) => (variant === 1 ? 5 : -5))
    const refined = await refineStarterVoice({ prompt, voice }, 'key', embedder, speaker, reader, call())
    expect(refined.voice).toBe(voice)
    expect(refined.similarityAfter).toBe(refined.similarityBefore)
  })

  it('gives the variant that came nearest, the first one being the voice as it was', async () => {
    const { speaker, embedder, spoken } = world((variant) => (variant === 3 ? 5 : 0))
    const refined = await refineStarterVoice({ prompt, voice }, 'key', embedder, speaker, reader, call())
    expect(spoken).toHaveLength(6)
    // A row each: tables differ in all of them or in none.
    expect(spoken[0]!.subarray(0, 256)).toEqual(new Float32Array(voice.data, 0, 256))
    expect(new Float32Array(refined.voice.data, 0, 256)).toEqual(spoken[2]!.subarray(0, 256))
    expect(refined.voice).toMatchObject({ engineId: 'kokoro', packKey: 'key', format: 2, summary: 'learned style, refined' })
    const { prosody } = readStarterVoice(refined.voice, 'key')
    expect([prosody.pitch?.person.mean, Math.exp(prosody.pitch!.own.mean), prosody.pace]).toEqual([expect.closeTo(4.8, 5), expect.closeTo(200, 0), expect.closeTo(0.9, 5)])
    expect(refined.similarityAfter).toBeGreaterThan(refined.similarityBefore)
  })

  it('hears a voice that an encoder brought nearer as it is, and variants as styles alone', async () => {
    const { speaker, embedder, deltasOf } = world((variant) => (variant === 3 ? 5 : 0))
    const { table, prosody } = readStarterVoice(voice, 'key')
    const encoded = writeStarterVoice('key', { table, prosody, deltas: Float32Array.of(0.5, -1) }, 'encoded')
    const refined = await refineStarterVoice({ prompt, voice: encoded }, 'key', embedder, speaker, reader, call())
    expect(deltasOf).toEqual([Float32Array.of(0.5, -1), ...Array.from({ length: 5 }, () => undefined)])
    expect(readStarterVoice(refined.voice, 'key').deltas).toBeUndefined()
  })

  it('says which variant it tries', async () => {
    const seen: Progress[] = []
    const { speaker, embedder } = world(() => 0)
    await refineStarterVoice({ prompt, voice }, 'key', embedder, speaker, reader, call(seen))
    expect(seen.map(({ label }) => label).slice(0, 2)).toEqual(['Getting closer to this voice: 1 of 6', 'Getting closer to this voice: 2 of 6'])
    expect(seen.map(({ fraction }) => fraction)).toEqual([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
  })
})
