import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { EngineFiles } from '../voice-engine'
import type { PromptEmbedder } from './prompt-embedder'
import { makeStarterVoice, type VoiceMakers } from './starter-voice'
import { readStarterVoice } from './starter-voice-data'
import { loadStyleModel } from './style-model'
import { coordinatesOf, tableAt } from './style-space'
import { parseVoiceEncoder } from './voice-encoder-weights'
import { predict, likeness } from './voice-forecast'
import type { ProsodyReader } from './voice-prosody'

// Every style file holds its own number everywhere, so that a blend shows.
const files: EngineFiles = {
  read: () => Promise.resolve(new Float32Array(510 * 256).fill(1).buffer),
  blob: () => Promise.reject(new Error('no file is read in pieces')),
  has: () => true,
}

/** A buzz at 110 Hz: ten harmonics of equal strength. */
const prompt = {
  samples: Float32Array.from({ length: 24_000 }, (_, at) => {
    let sum = 0
    for (let k = 1; k <= 10; k++) sum += 0.05 * Math.sin((2 * Math.PI * 110 * k * at) / 24_000)
    return sum
  }),
  sampleRate: 24_000,
}

/** Says of every style that it speaks around 200 Hz, and a word in half a second. */
const reader: ProsodyReader = {
  pitchOf: () => Promise.resolve([Float32Array.from({ length: 200 }, (_, at) => 200 + 10 * Math.sin(at))]),
  secondsOf: (_, text) => Promise.resolve(text.split(' ').length / 2),
}

const makers = (embedder: PromptEmbedder | null): VoiceMakers => ({ embedder, reader, readEncoder: null })

function earFor(embedding: Float32Array): PromptEmbedder {
  return { open: () => Promise.resolve(), embed: () => Promise.resolve(embedding), release: () => Promise.resolve() }
}

/** Unit vectors of voices that differ. */
function voiceNumber(seed: number): Float32Array {
  const values = Float32Array.from({ length: 128 }, (_, at) => Math.sin(seed * (at + 1)))
  const norm = Math.hypot(...values)
  return values.map((value) => value / norm)
}

describe('a starter voice', () => {
  it.each([
    ['nobody can listen', null, 'nobody listens'],
    [
      'the encoder cannot be fetched',
      { open: () => Promise.resolve(), embed: () => Promise.reject(new MynaError('model-download-failed', 'offline')), release: () => Promise.resolve() },
      'model-download-failed, offline',
    ],
  ])('is the blend where %s, and says so', async (_when, embedder, reason) => {
    const voice = await makeStarterVoice(prompt, 'key', files, makers(embedder))
    expect(voice.summary).toContain(reason)
    for (const value of readStarterVoice(voice, 'key').table.subarray(0, 256)) expect(value).toBeCloseTo(1, 5)
  })

  it('is a style that is predicted to sound more like the prompt than the mean of all', async () => {
    const { space, forecast } = await loadStyleModel()
    for (const embedding of [1.3, 2.9, 4.1].map(voiceNumber)) {
      const voice = await makeStarterVoice(prompt, 'key', files, makers(earFor(embedding)))
      const found = coordinatesOf(space, readStarterVoice(voice, 'key').table)
      const aim = { embedding, semitones: null }
      const gain = likeness(predict(forecast, found), aim) - likeness(predict(forecast, found.map(() => 0)), aim)
      expect(gain).toBeGreaterThan(0.05)
    }
  })

  it('stays among styles that are like the published ones', async () => {
    const { space } = await loadStyleModel()
    const voice = await makeStarterVoice(prompt, 'key', files, makers(earFor(voiceNumber(1.3))))
    // Of published styles the squared distance is one per coordinate on average.
    const distance = Math.hypot(...coordinatesOf(space, readStarterVoice(voice, 'key').table))
    expect(distance).toBeLessThan(2 * Math.sqrt(space.basis.length / 256))
    expect(voice.summary).toMatch(/^learned style/)
  })

  it('is encoded at once, and nobody has heard it yet', async () => {
    const file = readFileSync(new URL('voice-encoder.safetensors', import.meta.url))
    const readEncoder = () => Promise.resolve(parseVoiceEncoder(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)))
    const voice = await makeStarterVoice(prompt, 'key', files, { ...makers(earFor(voiceNumber(1.3))), readEncoder })
    expect(voice.summary).toMatch(/^learned style, predicted likeness 0\.\d\d, encoded$/)
    expect(voice.unheard).toBeDefined()
    expect(readStarterVoice(voice, 'key').deltas).toHaveLength(37_396)
  })

  it('is the style as it was found where what encodes voices cannot be had, and says so', async () => {
    const { space } = await loadStyleModel()
    const readEncoder = () => Promise.reject(new MynaError('model-download-failed', 'offline'))
    const voice = await makeStarterVoice(prompt, 'key', files, { ...makers(earFor(voiceNumber(1.3))), readEncoder })
    const { table, deltas } = readStarterVoice(voice, 'key')
    expect(deltas).toBeUndefined()
    const found = tableAt(space, coordinatesOf(space, table))
    expect(Math.max(...found.subarray(0, 256).map((value, at) => Math.abs(value - (table[at] ?? NaN))))).toBeLessThan(1e-4)
    expect(voice.unheard).toBeUndefined()
    expect(voice.summary).toMatch(/^learned style.*\(not encoded: model-download-failed, offline\)$/)
  })

  it('is not made where the person cancels meanwhile', async () => {
    const cancelled = { ...makers(earFor(voiceNumber(1.3))), readEncoder: () => Promise.reject(new MynaError('aborted')) }
    await expect(makeStarterVoice(prompt, 'key', files, cancelled)).rejects.toMatchObject({ code: 'aborted' })
  })

  it('has the person’s pitch, and the pace where the words are known', async () => {
    const prosodyOf = async (words?: string) =>
      readStarterVoice(await makeStarterVoice({ ...prompt, ...(words !== undefined && { words }) }, 'key', files, makers(null)), 'key').prosody
    const { pitch, pace } = await prosodyOf()
    expect([Math.exp(pitch!.person.mean), Math.exp(pitch!.own.mean)]).toEqual([expect.closeTo(110, 0), expect.closeTo(200, 0)])
    expect(pace).toBe(1)
    // The prompt lasts a second.
    expect((await prosodyOf('one two')).pace).toBeCloseTo(1, 1)
    expect((await prosodyOf('one')).pace).toBeCloseTo(1 / 1.8, 5)
    expect((await prosodyOf('one two three four')).pace).toBeCloseTo(1 / 0.75, 5)
  })
})
