import { measureBackground } from './background-noise'
import { mixToMono } from './join'
import { rmsOf, toDecibels } from './levels'
import { findSpeech, type SpeechMap } from './speech-segments'

/** What of a recording becomes a prompt: one of its channels, by number, or their mean. */
export type ChannelUse = number | 'mix'

/** Which use is best, and why not simply the mean. */
export interface ChannelChoice {
  readonly best: ChannelUse
  /** What a person may choose from; only `best` where there is nothing to choose. */
  readonly offered: readonly ChannelUse[]
  readonly reason:
    /** They hold the same: the mean loses nothing. */
    | 'alike'
    /** Nothing is in the other. */
    | 'other-empty'
    /** One is the other upside down: their mean would be silence. */
    | 'opposite'
    /** There is more noise in the other. */
    | 'other-noisier'
    /** Somebody speaks in each, and they are not the same words. */
    | 'two-voices'
    /** Two microphones apart from each other: their mean would sound hollow. */
    | 'apart'
}

/** Quieter than any microphone, or as far below the other channel as a cable leaks. */
const EMPTY_DBFS = -66
const LEAK_DB = 45
const ALIKE_CORRELATION = 0.97
/** From here on the mean still gains more than it takes away. */
const NEAR_CORRELATION = 0.8
const OPPOSITE_CORRELATION = -0.5
/** Less difference between both backgrounds is not worth a choice. */
const NOISIER_DB = 3
/** Somebody who sits nearer to one of two microphones is this much louder there. */
const NEARER_DB = 6
/** Less speech of its own in a channel is a laugh or a cough. */
const OWN_SPEECH_SECONDS = 1.5
/** Ups and downs of one voice are the same in two microphones, however far apart they stand; those of two people are not. */
const SAME_WORDS_CORRELATION = 0.4
const FRAME_SECONDS = 0.02

/**
 * Chooses between the first two channels of a recording: never a mean that cancels or brings noise along.
 *
 * @param channels PCM of one length
 * @param heard where somebody speaks in each of them; without it, what is loud counts as speech
 */
export function chooseChannel(channels: readonly Float32Array[], sampleRate: number, heard?: readonly SpeechMap[]): ChannelChoice {
  const [left, right] = channels
  if (!left || !right) return { best: 0, offered: [0], reason: 'alike' }
  const levels = [left, right].map((samples) => loudestLevel(samples, sampleRate))
  const [levelLeft = -Infinity, levelRight = -Infinity] = levels
  const louder = levelLeft >= levelRight ? 0 : 1
  const quietest = Math.min(levelLeft, levelRight)
  if (quietest < EMPTY_DBFS || Math.abs(levelLeft - levelRight) > LEAK_DB) return { best: louder, offered: [louder], reason: 'other-empty' }
  const correlation = correlationOf(left, right)
  const speech = heard ?? [left, right].map((samples) => findSpeech(samples, sampleRate))
  const snr = [left, right].map((samples, channel) => measureBackground(samples, sampleRate, speech[channel]).snrDb)
  const [snrLeft = -Infinity, snrRight = -Infinity] = snr
  const clearer = snrLeft === snrRight ? louder : snrLeft > snrRight ? 0 : 1
  const isAsClear = Math.abs(snrLeft - snrRight) < NOISIER_DB || snrLeft === snrRight
  if (correlation > ALIKE_CORRELATION && isAsClear) return { best: 'mix', offered: ['mix'], reason: 'alike' }
  if (correlation < OPPOSITE_CORRELATION) return { best: clearer, offered: [0, 1], reason: 'opposite' }
  const own = [ownSpeech(left, right, sampleRate, speech[0]), ownSpeech(right, left, sampleRate, speech[1])] as const
  const isSpokenIn = (channel: number) => (speech[channel]?.speechSeconds ?? 0) >= OWN_SPEECH_SECONDS
  const haveOwnWords = isSpokenIn(0) && isSpokenIn(1) && correlationOf(...envelopesOf(left, right, sampleRate)) < SAME_WORDS_CORRELATION
  if (Math.min(...own) >= OWN_SPEECH_SECONDS || haveOwnWords) return { best: own[0] >= own[1] ? 0 : 1, offered: [0, 1], reason: 'two-voices' }
  if (!isAsClear) return { best: clearer, offered: [0, 1], reason: 'other-noisier' }
  if (correlation > NEAR_CORRELATION) return { best: 'mix', offered: ['mix', 0, 1], reason: 'alike' }
  return { best: clearer, offered: [0, 1], reason: 'apart' }
}

/** The sound of a use. A single channel is given as it is, not copied. */
export function soundOfUse(channels: readonly Float32Array[], use: ChannelUse): Float32Array {
  const channel = use === 'mix' ? undefined : channels[use]
  return channel ?? (channels.length === 1 ? channels[0] : undefined) ?? mixToMono(channels)
}

/** The level of the loudest second, dBFS. */
function loudestLevel(samples: Float32Array, sampleRate: number): number {
  let most = 0
  for (let start = 0; start < samples.length; start += sampleRate) most = Math.max(most, rmsOf(samples, start, start + sampleRate))
  return toDecibels(most)
}

/** Pearson's coefficient of two channels: the mean of each, a microphone's offset, does not count. */
function correlationOf(a: Float32Array, b: Float32Array): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    sumA += x
    sumB += y
    squaresA += x * x
    squaresB += y * y
    products += x * y
  }
  const count = a.length || 1
  const covariance = products - (sumA * sumB) / count
  return covariance / (Math.sqrt((squaresA - sumA ** 2 / count) * (squaresB - sumB ** 2 / count)) || 1)
}

/** Levels of both channels, frame by frame, in decibels over what cannot be heard. */
function envelopesOf(left: Float32Array, right: Float32Array, sampleRate: number): [Float32Array, Float32Array] {
  const length = Math.round(FRAME_SECONDS * sampleRate)
  const levels = (samples: Float32Array) =>
    Float32Array.from({ length: Math.floor(samples.length / length) }, (_, frame) => Math.max(EMPTY_DBFS, toDecibels(rmsOf(samples, frame * length, (frame + 1) * length))))
  return [levels(left), levels(right)]
}

/** Seconds of speech in a channel that are clearly louder there than in the other. */
function ownSpeech(samples: Float32Array, other: Float32Array, sampleRate: number, speech: SpeechMap | undefined): number {
  const ratio = 10 ** (NEARER_DB / 20)
  const length = Math.round(FRAME_SECONDS * sampleRate)
  let frames = 0
  for (const { startSeconds, endSeconds } of speech?.segments ?? []) {
    for (let start = Math.round(startSeconds * sampleRate); start + length <= endSeconds * sampleRate; start += length) {
      if (rmsOf(samples, start, start + length) > ratio * rmsOf(other, start, start + length)) frames += 1
    }
  }
  return frames * FRAME_SECONDS
}
