import { resample } from '../../../../src/shared/audio/resample'
import type { VoicePrompt } from '../../../../src/shared/protocol/engine'
import { readSpokenText } from '../../spoken-text'
import { trackPitch } from './learning/pitch-track'
import type { StarterNetwork } from './network/starter-network'
import type { Phonemize } from './phonemes'
import { pitchLine, pitchRangeOf, type PitchLine, type PitchRange } from './pitch-range'
import { planSentences } from './sentence-plan'
import { tidySpeech } from './speech-edges'
import { styleRow } from './style-table'
import { phonemeIds, withBoundaries } from './vocabulary'

/** How a person speaks beside how a style does. */
export interface VoiceProsody {
  /** Null where too little of the recording, or of what the style says, is voiced. */
  readonly pitch: { readonly person: PitchRange; readonly own: PitchRange } | null
  /** The person's pace as a share of the style's: below 1 is slower. */
  readonly pace: number
}

/** As the style speaks. */
export const OWN_PROSODY: VoiceProsody = { pitch: null, pace: 1 }

/** What says how a style would speak, without making its sound. */
export interface ProsodyReader {
  /** Pitch of some sentences in Hz, 80 values a second, 0 or below where nothing is voiced. */
  pitchOf(table: Float32Array): Promise<readonly Float32Array[]>
  /** Seconds that a text takes, pauses between its sentences included. */
  secondsOf(table: Float32Array, text: string): Promise<number>
}

/** Three sentences of everyday speech with a question among them: what a style's pitch is measured on. */
const SENTENCES = ['We walked along the river until the sun went down.', 'I have never seen such a big crowd in this town.', 'Can you tell me when the next train leaves?']

/** The pace of a few seconds of speech says little of how fast somebody speaks: no more of it is taken over than this. */
const SLOWEST = 1 / 1.8
const FASTEST = 1 / 0.75

const FRAMES_PER_SECOND = 80
const NETWORK_RATE = 24_000

/** Reads prosody on a network. */
export function createProsodyReader(network: Pick<StarterNetwork, 'readPitch'>, phonemize: Phonemize, yieldPoint: () => Promise<void>): ProsodyReader {
  const read = (table: Float32Array, ids: readonly number[]) =>
    network.readPitch(withBoundaries(ids), { style: styleRow(table, ids.length), speed: 1 }, yieldPoint)
  return {
    async pitchOf(table) {
      const curves: Float32Array[] = []
      for (const sentence of SENTENCES) curves.push(await read(table, phonemeIds(await phonemize(sentence, 'american'))))
      return curves
    },
    async secondsOf(table, text) {
      let seconds = 0
      const plan = await planSentences(await readSpokenText({ text, language: 'en-US' }), { language: 'en-US', speed: 1, phonemize, yieldPoint })
      for (const { ids, pauseSeconds } of plan) {
        seconds += (await read(table, ids)).length / FRAMES_PER_SECOND + pauseSeconds
      }
      return seconds
    },
  }
}

/**
 * How the person of a prompt speaks beside a style: mean and spread of the pitch, and, where the words are known, the pace. Of
 * all that can be said of a melody these three numbers are nearly all that brings a reading nearer to a person
 * (training/starter-voice-fit).
 */
export async function measureProsody({ samples, sampleRate, words }: VoicePrompt, table: Float32Array, reader: ProsodyReader): Promise<VoiceProsody> {
  const person = pitchRangeOf(trackPitch(resample(samples, sampleRate, NETWORK_RATE)))
  const own = person && pitchRangeOf(...(await reader.pitchOf(table)))
  const seconds = words === undefined ? 0 : await reader.secondsOf(table, words)
  const spoken = tidySpeech(samples, sampleRate, 0).length / sampleRate
  return {
    pitch: own && { person, own },
    pace: seconds === 0 ? 1 : Math.min(FASTEST, Math.max(SLOWEST, seconds / spoken)),
  }
}

/** The same person beside another style. */
export async function besideStyle({ pitch, pace }: VoiceProsody, table: Float32Array, reader: ProsodyReader): Promise<VoiceProsody> {
  const own = pitch && pitchRangeOf(...(await reader.pitchOf(table)))
  return { pitch: own && { person: pitch.person, own }, pace }
}

/** What moves the style's pitch to the person's. */
export function lineOf({ pitch }: VoiceProsody): PitchLine | undefined {
  return pitch ? pitchLine(pitch.own, pitch.person) : undefined
}

/** The range in which a voice speaks: the person's, else that of its style. Null where the style says too little. */
export async function rangeOf({ table, prosody: { pitch } }: { readonly table: Float32Array; readonly prosody: VoiceProsody }, reader: ProsodyReader): Promise<PitchRange | null> {
  return pitch ? pitch.person : pitchRangeOf(...(await reader.pitchOf(table)))
}
