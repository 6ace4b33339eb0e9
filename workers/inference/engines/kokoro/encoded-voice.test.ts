import { describe, expect, it, vi } from 'vitest'
import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { confirmEncodedVoice, encodeStyle, type StyleWithDeltas } from './encoded-voice'
import type { PromptEmbedder } from './prompt-embedder'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'
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

/** What the style as it was found says, and what the encoded voice says; how near each is heard to be. */
interface Hearing {
  readonly usual: Float32Array
  readonly encoded: Float32Array
  /** With less of it; left out, the same. */
  readonly weaker?: Float32Array
  readonly likeness: { readonly usual: number; readonly encoded: number }
}

const prosody = { pitch: null, pace: 0.9 }

function encodedVoice(): PreparedVoice {
  const { unheard, ...style } = encodeStyle(table, aim, weights)
  return { ...writeStarterVoice('key', { ...style, prosody }, 'learned style, encoded'), unheard }
}

function confirm(voice: PreparedVoice, { usual, encoded, weaker = encoded, likeness }: Hearing, yieldPoint = () => Promise.resolve()) {
  const embedder: PromptEmbedder = {
    open: () => Promise.resolve(),
    embed: (sound) => Promise.resolve(Float32Array.of(sound === usual ? likeness.usual : likeness.encoded, 0)),
    release: () => Promise.resolve(),
  }
  const speak = vi.fn(({ deltas }: StyleWithDeltas) => Promise.resolve(!deltas ? usual : deltas[0] === 11 ? encoded : weaker))
  return { speak, confirmed: confirmEncodedVoice(voice, { packKey: 'key', embedder, speak }, { yieldPoint, onProgress: () => undefined }) }
}

const nearer: Hearing = { usual: said, encoded: said.map((value) => 0.8 * value), likeness: { usual: 0.5, encoded: 0.6 } }

describe('a voice that was encoded', () => {
  it('has the encoder’s timbre and deltas, and was not heard', () => {
    const voice = encodedVoice()
    const { table: encoded, deltas } = readStarterVoice(voice, 'key')
    expect([...(deltas ?? [])]).toEqual([11, 12, 13, 14])
    expect([encoded[0], encoded[127], encoded[128]]).toEqual([1, 1, 0])
    expect(voice.unheard).toBeInstanceOf(ArrayBuffer)
  })

  it('stays as it is where it is heard to be nearer and says the same, and says what was heard', async () => {
    const { unheard, ...voice } = encodedVoice()
    const { speak, confirmed: hearing } = confirm({ ...voice, unheard: unheard! }, nearer)
    const confirmed = await hearing
    expect(confirmed).toEqual({ ...voice, summary: confirmed.summary })
    expect(speak).toHaveBeenCalledTimes(2)
    expect(confirmed.summary).toMatch(/^learned style, encoded: heard likeness 0\.50, encoded 0\.60, readings 0\.\d\d apart: encoded$/)
  })

  it('has less of it where only so it says the words', async () => {
    const confirmed = await confirm(encodedVoice(), { ...nearer, encoded: unlike, weaker: said.slice() }).confirmed
    const { table: weaker, deltas } = readStarterVoice(confirmed, 'key')
    expect([weaker[0], ...(deltas ?? [])].map((value = NaN) => Number(value.toFixed(2)))).toEqual([0.7, 7.7, 8.4, 9.1, 9.8])
    expect(confirmed.summary).toMatch(/readings 0\.\d\d apart, encoded by 0\.7 0\.60, readings 0\.\d\d apart: encoded$/)
  })

  it.each([
    ['is heard to be no nearer', said, 0.5],
    ['does not say the words any more', unlike, 0.9],
  ])('is the style as it was found again where it %s', async (_when, encoded, likeness) => {
    const confirmed = await confirm(encodedVoice(), { usual: said, encoded, likeness: { usual: 0.5, encoded: likeness } }).confirmed
    expect(readStarterVoice(confirmed, 'key')).toEqual({ table, prosody: { pitch: null, pace: expect.closeTo(0.9, 6) as number } })
    expect([confirmed.unheard, confirmed.summary.endsWith('as found')]).toEqual([undefined, true])
  })

  it('is not heard to the end where somebody wants to speak', async () => {
    const { speak, confirmed } = confirm(encodedVoice(), nearer, () => Promise.reject(new MynaError('aborted')))
    await expect(confirmed).rejects.toMatchObject({ code: 'aborted' })
    expect(speak).toHaveBeenCalledOnce()
  })
})

it('does not listen to a voice that needs no hearing', async () => {
  const voice = writeStarterVoice('key', { table, prosody }, 'learned')
  const { speak, confirmed } = confirm(voice, nearer)
  expect(await confirmed).toBe(voice)
  expect(speak).not.toHaveBeenCalled()
})
