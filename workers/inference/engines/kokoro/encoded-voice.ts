import type { PreparedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { activities } from '../../../../src/shared/text/wording/english/progress'
import { speakerSimilarity } from '../../../../src/shared/audio/speaker-similarity'
import type { EngineCall } from '../voice-engine'
import { alignReadings } from './learning/alignment'
import type { PromptEmbedder } from './prompt-embedder'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'
import { TIMBRE_WIDTH } from './style-table'
import { encodeVoice, shiftTimbre } from './voice-encoder'
import type { VoiceEncoderWeights } from './voice-encoder-weights'
import type { VoiceAim } from './voice-forecast'

/** What both readings say: two seconds with vowels and consonants of many kinds. */
export const GUARD_TEXT = 'Five wet jackets hung over the old rail.'

/**
 * Farther apart than this two readings of the same words with the same timing may not say the same words any more. Of 28 people whom nothing was
 * trained on, 25 have readings nearer than this, and one word in a hundred of those that are kept is heard wrong (training/starter-encoder).
 */
export const FURTHEST_READING = 0.3

/** How much of what the encoder adds is tried, one after the other: readings come apart about as it grows. */
const STRENGTHS = [1, 0.7] as const

const NETWORK_RATE = 24_000

/** Style and deltas of a voice. */
export interface StyleWithDeltas {
  readonly table: Float32Array<ArrayBuffer>
  readonly deltas?: Float32Array
}

/** A style that was brought nearer to a voice, and was not heard yet. */
export interface EncodedStyle extends StyleWithDeltas {
  /** See {@link PreparedVoice.unheard}: float32, the shift [128] that takes it back to what it was, then the embedding that it is to come near to. */
  readonly unheard: ArrayBuffer
}

/** The style that was found for a voice, brought nearer to it by the encoder. Errors: those of {@link encodeVoice}. */
export function encodeStyle(table: Float32Array, aim: VoiceAim, weights: VoiceEncoderWeights): EncodedStyle {
  const { shift, deltas } = encodeVoice(weights, aim)
  return { table: shiftTimbre(table, shift), deltas, unheard: Float32Array.of(...shift, ...aim.embedding).buffer }
}

/** What hears whether an encoded voice is any good. */
export interface EncodedVoiceGuard {
  readonly packKey: string
  readonly embedder: PromptEmbedder
  /** Reads {@link GUARD_TEXT}, mono at 24 kHz. */
  readonly speak: (voice: StyleWithDeltas) => Promise<Float32Array>
}

/**
 * An encoded voice that was not heard yet stays where a reading is heard to be nearer to the person than one of the style that it was made
 * from, and where it still says the words. Where it does not say them, less of what was added is tried; else it is that style again. Any other
 * voice is given back as it is. Errors: `model-mismatch`, `aborted`, those of `embedder` and of `speak`.
 */
export async function confirmEncodedVoice(voice: PreparedVoice, { packKey, embedder, speak }: EncodedVoiceGuard, { yieldPoint, onProgress }: Pick<EngineCall, 'yieldPoint' | 'onProgress'>): Promise<PreparedVoice> {
  if (!voice.unheard) return voice
  const { table, deltas = new Float32Array(), prosody } = readStarterVoice(voice, packKey)
  const { shift, embedding } = readUnheard(voice.unheard)
  const found = shiftTimbre(table, shift.map((value) => -value))
  const hear = async (style: StyleWithDeltas, fraction: number) => {
    onProgress({ fraction, label: activities.listeningToVoice })
    const sound = await speak(style)
    await yieldPoint()
    return { sound, likeness: speakerSimilarity(await embedder.embed(sound, NETWORK_RATE), embedding) }
  }
  const usual = await hear({ table: found }, 0)
  let summary = `${voice.summary}: heard likeness ${usual.likeness.toFixed(2)}`
  for (const [index, strength] of STRENGTHS.entries()) {
    const style = { table: shiftTimbre(found, shift.map((value) => strength * value)), deltas: deltas.map((value) => strength * value) }
    const nearer = await hear(style, (index + 1) / (STRENGTHS.length + 1))
    await yieldPoint()
    const { distance } = alignReadings(usual.sound, nearer.sound)
    summary += `, encoded${strength === 1 ? '' : ` by ${strength}`} ${nearer.likeness.toFixed(2)}, readings ${distance.toFixed(2)} apart`
    // What is no nearer as a whole is not made nearer by less of it.
    if (nearer.likeness <= usual.likeness) break
    if (distance < FURTHEST_READING) return writeStarterVoice(packKey, { ...style, prosody }, `${summary}: encoded`)
  }
  return writeStarterVoice(packKey, { table: found, prosody }, `${summary}: as found`)
}

function readUnheard(unheard: ArrayBuffer): { readonly shift: Float32Array; readonly embedding: Float32Array } {
  if (unheard.byteLength % Float32Array.BYTES_PER_ELEMENT !== 0) throw new MynaError('model-mismatch', `${unheard.byteLength} bytes of a voice that was not heard yet`)
  const values = new Float32Array(unheard)
  return { shift: values.subarray(0, TIMBRE_WIDTH), embedding: values.subarray(TIMBRE_WIDTH) }
}
