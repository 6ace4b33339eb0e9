import { speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { checkSound } from '../../shared/audio/sound-check'
import { errorInfo, isAbort, type ErrorCode, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SentenceCheck, SentenceReading } from '../../shared/protocol/take-check'
import type { SayWord } from '../../shared/text/comparison/word-comparison'
import type { AppServices } from '../app-services'
import { checkSentence, differencesOf } from './sentence-check'

/** One reading of one sentence, to be judged. */
export interface ReadingSound {
  readonly text: string
  readonly language: string
  /** Mono PCM, only read. */
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly pace: number
  /** Where it would begin in its take, in seconds. */
  readonly startSeconds: number
}

/** What is known of a reading. */
export interface JudgedReading extends Omit<SentenceReading, 'seed'> {
  /** What was heard in it; null where nobody listened. */
  readonly check: Omit<SentenceCheck, 'attempts'> | null
}

/** Judges a reading. Rejects only with `aborted`. */
export type JudgeReading = (sound: ReadingSound, signal: AbortSignal) => Promise<JudgedReading>

export interface JudgeParts extends Pick<AppServices, 'transcription' | 'analysis'> {
  /** The pack that listens; null where none is on this device: then sound and likeness alone decide. */
  readonly listener: ModelPack | null
  readonly sayWord: SayWord
  /** The voice of the prompt; null where it could not be put into numbers. */
  readonly prompt: Float32Array | null
  /** A listener or an encoder failed: told once each, and readings are judged without it from then on. */
  readonly onProblem: (error: ErrorInfo) => void
}

/** The speaker encoder refuses less than this. */
const SHORTEST_SECONDS = 1

export function createReadingJudge({ transcription, analysis, listener, sayWord, prompt, onProblem }: JudgeParts): JudgeReading {
  const failed = { listener: false, encoder: false }

  /** What cannot be judged in one way is judged in the others, unless the person stopped it all. */
  function passOver(what: keyof typeof failed, thrown: unknown, fallback: ErrorCode, signal: AbortSignal): null {
    if (signal.aborted) throw thrown
    // The worker serves others too, and ends when one of them is stopped: the next reading meets a fresh one.
    if (isAbort(thrown)) return null
    // Several readings may be under way when one of them finds out.
    if (!failed[what]) onProblem(errorInfo(thrown, fallback))
    failed[what] = true
    return null
  }

  async function hear(sound: ReadingSound, signal: AbortSignal): Promise<JudgedReading['check']> {
    if (!listener || failed.listener) return null
    const { samples, sampleRate, language } = sound
    try {
      // A copy: the worker may keep what it gets.
      const request = { pack: listener, samples: samples.slice(), sampleRate, language }
      const heard = await transcription.transcribe(request, () => undefined, signal)
      return checkSentence({ ...sound, heard, sayWord })
    } catch (thrown) {
      return passOver('listener', thrown, 'transcription-failed', signal)
    }
  }

  async function compare({ samples, sampleRate }: ReadingSound, signal: AbortSignal): Promise<number | null> {
    if (!prompt || failed.encoder || samples.length < SHORTEST_SECONDS * sampleRate) return null
    try {
      return speakerSimilarity(await analysis.embedSpeech({ samples: samples.slice(), sampleRate }, signal), prompt)
    } catch (thrown) {
      if (errorInfo(thrown).code === 'prompt-too-short') return null
      return passOver('encoder', thrown, 'inference-failed', signal)
    }
  }

  return async (sound, signal) => {
    const [check, similarity] = await Promise.all([hear(sound, signal), compare(sound, signal)])
    const findings = check?.findings ?? checkSound(sound)
    return { check, findings, wrongCount: check && differencesOf(check), similarity }
  }
}
