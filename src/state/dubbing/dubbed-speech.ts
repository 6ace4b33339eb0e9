import { joinSamples } from '../../shared/audio/join'
import { createPitchShaper } from '../../shared/audio/pitch-shaper'
import { findSpeech } from '../../shared/audio/speech-segments'
import type { ChunkPlan, SpeakEvent, SpeakSummary } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SpeakRequest } from '../../shared/protocol/inference'
import type { DubLine, TakeDub } from '../../shared/protocol/records'
import { onePassage, type Passage } from '../../shared/protocol/script'
import { movedWords, type TimedWord } from '../../shared/protocol/timed-word'
import { PAUSE_TAG } from '../../shared/text/normaliser/pause-tags'
import { createYieldPoint } from '../../shared/threads/yield-point'
import type { AppServices } from '../app-services'
import { gatherSpeech, type Speech } from '../speak/gathered-speech'
import { createSummaryTotal } from '../speak/summary-total'
import { fittingPace } from './dub-lines'

/** A pace that is nearer to the voice's own than this is not worth another try. */
const WORTH_A_CHANGE = 0.03
/** Sound that stays behind the last that is heard of a line. */
const KEPT_SECONDS = 0.06
/** Sound is stretched this much at a time, so that the page stays awake. */
const STRETCHED_SECONDS = 0.2

export interface DubParts {
  readonly inference: AppServices['inference']
  readonly sampleRate: number
  /** True where the engine itself speaks at another pace; else its sound is stretched. */
  readonly paces: boolean
  /** Samples and lines that are there before. */
  readonly keptSamples: number
  readonly keptLines: number
}

/**
 * Speaks a film's lines at their times, one chunk each: a line is said once to see how long it is, then at the pace that fits. Silence
 * fills the rest, up to the film's end; a line that is too long even so makes the next one late, none is cut off. Sends events as an
 * engine does. Rejects with what the engine rejects with, but for lines without a word in them, which are silent.
 */
export async function speakDubbed(parts: DubParts, request: SpeakRequest, { lines, seconds }: TakeDub, onEvent: (event: SpeakEvent) => void, signal: AbortSignal): Promise<SpeakSummary> {
  const { inference, sampleRate, paces } = parts
  const total = createSummaryTotal()
  const yieldPoint = createYieldPoint(signal)
  const placeOf = (moment: number) => Math.round(moment * sampleRate)
  let filled = parts.keptSamples

  function passagesOf(line: DubLine): readonly Passage[] {
    if (line.passages === undefined) return onePassage(line.text)
    const from = firstPassage(line)
    return request.passages.slice(from, from + line.passages)
  }

  function firstPassage(line: DubLine): number {
    return lines.slice(0, lines.indexOf(line)).reduce((sum, { passages = 0 }) => sum + passages, 0)
  }

  /** Its text is what is said, as that of an engine's chunks is. */
  function planned(line: DubLine, at: number): ChunkPlan {
    const said = line.passages === undefined ? '' : passagesOf(line).map(({ text }) => withoutPauseTags(text)).join(' ')
    const estimatedSeconds = Math.max(0.1, (lines[at + 1]?.startSeconds ?? seconds) - (at === 0 ? 0 : line.startSeconds))
    return { text: said === '' ? line.text : said, estimatedSeconds, ...(line.passages !== undefined && { passage: firstPassage(line) }) }
  }

  /** A line as it was said, without the silence behind it. */
  async function speak(line: DubLine, pace: number): Promise<Speech> {
    const gatherer = gatherSpeech(sampleRate)
    const { language, voices, settings } = request
    // A line is a request of its own: the plan and the chunks of the whole are lines.
    const asked = { passages: passagesOf(line), voices, language, settings: { ...settings, speed: settings.speed * pace } }
    const summary = await inference.speak(asked, (event) => {
      if (event.type === 'warning' || event.type === 'device-lost') onEvent(event)
      else gatherer.take(event)
    }, signal)
    total.add(summary)
    onEvent({ type: 'timings', stages: total.stages() })
    const { samples, ...words } = gatherer.speech()
    return { samples: withoutPause(samples, sampleRate), ...words }
  }

  async function fitted(line: DubLine): Promise<Speech> {
    if (line.passages === 0) return SILENCE
    const first = await speak(line, 1)
    const pace = fittingPace(first.samples.length / sampleRate, line.endSeconds - Math.max(line.startSeconds, filled / sampleRate))
    if (Math.abs(pace - 1) < WORTH_A_CHANGE || first.samples.length === 0) return first
    return paces ? speak(line, pace) : { samples: await stretched(first.samples, pace), ...(first.words && { words: first.words.map((word) => atPace(word, pace)) }) }
  }

  async function stretched(samples: Float32Array, pace: number): Promise<Float32Array> {
    const shaper = createPitchShaper(sampleRate, pace, 1)
    const made: Float32Array[] = []
    for (let at = 0; at < samples.length; at += placeOf(STRETCHED_SECONDS)) {
      await yieldPoint()
      made.push(shaper.push(samples.subarray(at, at + placeOf(STRETCHED_SECONDS))))
    }
    return joinSamples([...made, shaper.finish()])
  }

  onEvent({ type: 'plan', chunks: lines.map(planned) })
  for (const [chunkIndex, line] of [...lines.entries()].slice(parts.keptLines)) {
    const { samples, words = [] } = await fitted(line).catch(silentWithoutWords)
    const lead = Math.max(0, placeOf(line.startSeconds) - filled)
    const end = Math.max(filled + lead + samples.length, placeOf(lines[chunkIndex + 1]?.startSeconds ?? seconds), filled + 1)
    const piece = new Float32Array(end - filled)
    piece.set(samples, lead)
    filled = end
    onEvent({ type: 'audio', chunkIndex, samples: piece, endsChunk: true, ...(words.length > 0 && { words: movedWords(words, lead / sampleRate) }) })
  }
  return total.summary(filled - parts.keptSamples)
}

const SILENCE: Speech = { samples: new Float32Array(0) }

function withoutPauseTags(text: string): string {
  return text.replace(new RegExp(PAUSE_TAG.source, 'gi'), ' ').replace(/\s+/g, ' ').trim()
}

function silentWithoutWords(thrown: unknown): Speech {
  if (thrown instanceof MynaError && thrown.code.startsWith('text-')) return SILENCE
  throw thrown
}

function withoutPause(samples: Float32Array, sampleRate: number): Float32Array {
  const endSeconds = findSpeech(samples, sampleRate).segments.at(-1)?.endSeconds ?? Infinity
  return samples.subarray(0, Math.min(samples.length, Math.round((endSeconds + KEPT_SECONDS) * sampleRate)))
}

function atPace({ text, startSeconds, endSeconds }: TimedWord, pace: number): TimedWord {
  return { text, startSeconds: startSeconds / pace, endSeconds: endSeconds / pace }
}
