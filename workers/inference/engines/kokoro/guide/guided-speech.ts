import { joinSamples } from '../../../../../src/shared/audio/join'
import { resample } from '../../../../../src/shared/audio/resample'
import type { SpeakEvent } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { GuideRecording } from '../../../../../src/shared/protocol/inference'
import type { TimedWord } from '../../../../../src/shared/protocol/timed-word'
import type { EngineCall } from '../../voice-engine'
import { FRAMES_PER_SECOND, SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { partLengthsOf } from '../network/sound-parts'
import type { LearningGround, StarterNetwork } from '../network/starter-network'
import { pitchLine, pitchRangeOf, type PitchLine, type PitchRange } from '../pitch-range'
import { IDS_PER_SECOND, type PlannedSentence } from '../sentence-plan'
import type { Manner } from '../style-variation'
import { wordTimes } from '../word-times'
import { readGuide, type GuideSound } from './guide-sound'
import type { Cut } from './pauses'
import { followSentences } from './sentence-follower'
import { energyRangeOf, melodyOf, type MelodyParts } from './sentence-melody'
import { strangeWord } from './word-check'

const SAMPLE_RATE = FRAMES_PER_SECOND * SAMPLES_PER_FRAME
/** Less is no sentence. */
const LEAST_FRAMES = FRAMES_PER_SECOND / 2
/** What the network reads the words at is no slower or faster than this. */
const [SLOWEST, FASTEST] = [0.7, 1.4]
/** 5 ms. */
const FADE_SAMPLES = 120

/** What guided speech stands on. */
export interface GuidedParts {
  readonly network: Pick<StarterNetwork, 'speak'>
  readonly ground: Pick<LearningGround, 'readSentence'>
  /** How the voice says ids when nothing guides it. */
  readonly mannerOf: (ids: readonly number[]) => Manner
  /** The range that the voice speaks in; null where it is not known. */
  readonly range: () => Promise<PitchRange | null>
}

/**
 * Says a plan's sentences one after another as a recording of them says them: each as long as there, with its melody and loudness brought to
 * the voice's range, and its pauses. The recording is read from its first word on; memory grows with its length by half of what it takes itself. Errors: `guide-silent`,
 * `guide-mismatch`, those of the network.
 */
export async function* speakGuided(plan: readonly PlannedSentence[], recording: GuideRecording, parts: GuidedParts, call: EngineCall): AsyncGenerator<SpeakEvent, void, undefined> {
  const { yieldPoint, timings } = call
  const guide = await timings.time('text', 0, () => openGuide(recording, yieldPoint))
  yield { type: 'plan', chunks: guidedPlan(plan, guide) }
  const melody: MelodyParts = { guide, energies: energyRangeOf(guide.energy, (at) => guide.silent[at] === 1), line: await lineFor(guide, parts) }
  const pace = paceOf(plan, guide)
  const read = (ids: readonly number[]) => parts.ground.readSentence(ids, { style: parts.mannerOf(ids.slice(1, -1)).style, speed: pace }, yieldPoint)
  const sentences = followSentences(plan, guide, read, yieldPoint)
  for (let chunkIndex = 0; ; chunkIndex++) {
    await yieldPoint()
    const { value: sentence } = await timings.time('text', 0, () => sentences.next())
    if (!sentence) return
    const { ids, own, durations, from, to } = sentence
    const text = plan[chunkIndex]?.text ?? ''
    const strange = recording.isTrusted ? null : strangeWord({ ...sentence, text })
    if (strange !== null) throw new MynaError('guide-mismatch', strange)
    const manner = { ...parts.mannerOf(ids.slice(1, -1)), melody: melodyOf(melody, own, durations, [from, to]) }
    const sound = await timings.time('synthesis', 0, async () => {
      const pieces: Float32Array[] = []
      for await (const { samples } of parts.network.speak(ids, manner, partLengthsOf(1), yieldPoint)) pieces.push(samples)
      return joinSamples(pieces)
    })
    const cuts = guide.cuts.filter(({ at }) => at >= from && at < to).map(({ at, frames }) => ({ at: at - from, frames }))
    const words = wordTimes(text, ids.slice(1, -1), durations).map((word) => wordBehindPauses(word, cuts))
    yield { type: 'audio', chunkIndex, samples: withPauses(sound, cuts), endsChunk: true, words }
  }
}

/** How fast the network has to read to be about as fast as the recording. */
function paceOf(plan: readonly PlannedSentence[], { silent }: GuideSound): number {
  const spokenSeconds = silent.reduce((sum, is) => sum + 1 - is, 0) / (2 * FRAMES_PER_SECOND)
  const usualSeconds = plan.reduce((sum, { ids }) => sum + ids.length, 0) / IDS_PER_SECOND
  return Math.min(FASTEST, Math.max(SLOWEST, usualSeconds / spokenSeconds))
}

async function openGuide({ samples, sampleRate }: GuideRecording, yieldPoint: () => Promise<void>): Promise<GuideSound> {
  const recording = resample(samples, sampleRate, SAMPLE_RATE)
  const guide = recording.length < LEAST_FRAMES * SAMPLES_PER_FRAME ? null : await readGuide(recording, yieldPoint)
  if (!guide || guide.samples.length < LEAST_FRAMES * SAMPLES_PER_FRAME) throw new MynaError('guide-silent', 'less than half a second of speech')
  return guide
}

/** Each sentence as long as its share of the text. */
function guidedPlan(plan: readonly PlannedSentence[], { samples, cuts }: GuideSound) {
  const seconds = samples.length / SAMPLE_RATE + cuts.reduce((sum, { frames }) => sum + frames, 0) / FRAMES_PER_SECOND
  const total = plan.reduce((sum, { ids }) => sum + ids.length, 0)
  return plan.map(({ text, ids }) => {
    const estimatedSeconds = (seconds * ids.length) / total
    return { text, estimatedSeconds, parts: [{ seconds: estimatedSeconds, workShare: 1 }] }
  })
}

/** From the guide's pitch to the voice's. */
async function lineFor({ pitch }: GuideSound, { range }: GuidedParts): Promise<PitchLine | null> {
  const own = pitchRangeOf(pitch)
  const wanted = own && (await range())
  return wanted && pitchLine(own, wanted)
}

/** A sentence's sound with what was cut out of the pauses of its guide. */
function withPauses(sound: Float32Array, cuts: readonly Cut[]): Float32Array {
  const pieces: Float32Array[] = []
  let done = 0
  for (const { at, frames } of cuts) {
    const place = at * SAMPLES_PER_FRAME
    pieces.push(tidyEdges(sound.subarray(done, place)), new Float32Array(frames * SAMPLES_PER_FRAME))
    done = place
  }
  return joinSamples([...pieces, tidyEdges(sound.subarray(done))])
}

/** A word of a sentence at its time with those pauses. */
function wordBehindPauses({ text, startSeconds, endSeconds }: TimedWord, cuts: readonly Cut[]): TimedWord {
  const later = (seconds: number) => Math.max(0, seconds) + cuts.filter(({ at }) => at / FRAMES_PER_SECOND <= seconds).reduce((sum, { frames }) => sum + frames, 0) / FRAMES_PER_SECOND
  return { text, startSeconds: later(startSeconds), endSeconds: later(endSeconds) }
}

/** A copy that begins and ends without a click. */
function tidyEdges(sound: Float32Array): Float32Array {
  const copy = sound.slice()
  const fade = Math.min(FADE_SAMPLES, copy.length >> 1)
  for (let i = 0; i < fade; i++) {
    const mirror = copy.length - 1 - i
    copy[i] = (copy[i] ?? 0) * (i / fade)
    copy[mirror] = (copy[mirror] ?? 0) * (i / fade)
  }
  return copy
}
