import type { PromptEmbedder } from './prompt-embedder'
import { alignReadings } from './learning/alignment'
import { encodeVoice, shiftTimbre } from './voice-encoder'
import type { VoiceEncoderWeights } from './voice-encoder-weights'
import type { VoiceAim } from './voice-forecast'
import { speakerSimilarity } from '../../../../src/shared/audio/speaker-similarity'

/** What both readings say: two seconds with vowels and consonants of many kinds. */
export const GUARD_TEXT = 'Five wet jackets hung over the old rail.'

/**
 * Farther apart than this two readings of the same words with the same timing may not say the same words any more: twice what the readings
 * of people who were not in the encoder's training are apart (0.11 to 0.15, training/starter-encoder).
 */
export const FURTHEST_READING = 0.3

const NETWORK_RATE = 24_000

/** Style and deltas of a voice. */
export interface StyleWithDeltas {
  readonly table: Float32Array<ArrayBuffer>
  readonly deltas?: Float32Array
}

/** What the guard found. */
export interface GuardedVoice extends StyleWithDeltas {
  readonly summary: string
}

/** Makes encoded voices and hears whether they are any good. */
export interface VoiceEncoder {
  readonly weights: VoiceEncoderWeights
  /** Reads {@link GUARD_TEXT}, mono at 24 kHz. */
  readonly speak: (voice: StyleWithDeltas) => Promise<Float32Array>
}

/**
 * The style that was found for a voice, brought nearer to it by the encoder: kept only where a reading is heard to be nearer to the
 * person, and where it still says the words. Otherwise the table as it is. Errors: those of `embedder` and of `speak`.
 */
export async function encodeGuarded(table: Float32Array<ArrayBuffer>, aim: VoiceAim, { weights, speak }: VoiceEncoder, embedder: PromptEmbedder): Promise<GuardedVoice> {
  const { shift, deltas } = encodeVoice(weights, aim)
  const encoded = { table: shiftTimbre(table, shift), deltas }
  const [usual, nearer] = [await speak({ table }), await speak(encoded)]
  const likeness = async (sound: Float32Array) => speakerSimilarity(await embedder.embed(sound, NETWORK_RATE), aim.embedding)
  const [before, after] = [await likeness(usual), await likeness(nearer)]
  const { distance } = alignReadings(usual, nearer)
  const figures = `heard likeness ${before.toFixed(2)}, encoded ${after.toFixed(2)}, readings ${distance.toFixed(2)} apart`
  return after > before && distance < FURTHEST_READING ? { ...encoded, summary: `${figures}: encoded` } : { table, summary: `${figures}: as found` }
}
