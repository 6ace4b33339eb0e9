import { beforeAll, describe, expect, it } from 'vitest'
import { encodeGuarded, type StyleWithDeltas, type VoiceEncoder } from './encoded-voice'
import type { PromptEmbedder } from './prompt-embedder'
import type { VoiceEncoderWeights } from './voice-encoder-weights'

const RATE = 24_000

/** Adds 1 to every number of the timbre; four deltas. */
const weights: VoiceEncoderWeights = {
  body: [
    { weights: new Float32Array(3), biases: Float32Array.of(1) },
    { weights: Float32Array.of(0), biases: Float32Array.of(1) },
  ],
  style: { weights: new Float32Array(128), biases: new Float32Array(128).fill(10) },
  shares: { weights: Float32Array.of(0), biases: Float32Array.of(2) },
  directions: Int8Array.of(1, 2, 3, 4),
  scales: Float32Array.of(0.5),
  everybody: Float32Array.of(10, 10, 10, 10),
}
const aim = { embedding: Float32Array.of(1, 0), semitones: 88 }
const table = new Float32Array(510 * 256)

/** A second of syllables: bursts of harmonics whose colours change as `colours` say. */
function syllables(colours: readonly number[]): Float32Array {
  return Float32Array.from({ length: RATE }, (_, at) => {
    const syllable = Math.floor((at / RATE) * colours.length)
    const swell = Math.sin(Math.PI * ((at / RATE) * colours.length - syllable))
    let sum = 0
    for (let k = 1; k <= 30; k++) sum += Math.exp(-(((k * 120 - (colours[syllable] ?? NaN)) / 400) ** 2)) * Math.sin((2 * Math.PI * 120 * k * at) / RATE)
    return 0.1 * swell * sum
  })
}

const said = syllables([500, 2500, 1200, 3300, 700, 1900, 3000, 400])
const unlike = syllables([3300, 600, 3000, 450, 2700, 500, 800, 3400])

/** What the table as it is says, and what the encoded voice says; how near each is heard to be. */
function guard(readings: { readonly usual: Float32Array; readonly encoded: Float32Array }, likeness: { readonly usual: number; readonly encoded: number }) {
  const embedder: PromptEmbedder = {
    embed: (sound) => Promise.resolve(Float32Array.of(sound === readings.usual ? likeness.usual : likeness.encoded, 0)),
    release: () => Promise.resolve(),
  }
  const encoder: VoiceEncoder = { weights, speak: ({ deltas }: StyleWithDeltas) => Promise.resolve(deltas ? readings.encoded : readings.usual) }
  return encodeGuarded(table, aim, encoder, embedder)
}

describe('an encoded voice', () => {
  let kept: Awaited<ReturnType<typeof guard>>
  beforeAll(async () => {
    kept = await guard({ usual: said, encoded: said.map((value) => 0.8 * value) }, { usual: 0.5, encoded: 0.6 })
  })

  it('is kept where it is heard to be nearer and says the same', () => {
    expect([...(kept.deltas ?? [])]).toEqual([11, 12, 13, 14])
    expect([kept.table[0], kept.table[127], kept.table[128]]).toEqual([1, 1, 0])
  })

  it('says what was heard', () => {
    expect(kept.summary).toMatch(/^heard likeness 0\.50, encoded 0\.60, readings 0\.\d\d apart: encoded$/)
  })

  it.each([
    ['is heard to be no nearer', said, 0.5],
    ['does not say the words any more', unlike, 0.9],
  ])('is left where it %s', async (_when, encoded, likeness) => {
    const found = await guard({ usual: said, encoded }, { usual: 0.5, encoded: likeness })
    expect(found.table).toBe(table)
    expect(found.deltas).toBeUndefined()
    expect(found.summary).toMatch(/as found$/)
  })
})
