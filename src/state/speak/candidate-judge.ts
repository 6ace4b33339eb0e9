import { speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { checkSound } from '../../shared/audio/sound-check'
import { errorInfo, isAbort, type ErrorCode, type ErrorInfo } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SentenceCheck, SentenceCandidate } from '../../shared/protocol/take-check'
import type { SayWord } from '../../shared/text/comparison/word-comparison'
import type { AppServices } from '../app-services'
import { checkSentence, differencesOf } from './sentence-check'

/** One candidate of one sentence, to be judged. */
export interface CandidateSound {
  readonly text: string
  readonly language: string
  /** Place of its voice among those of the reading. */
  readonly voice: number
  /** Mono PCM, only read. */
  readonly samples: Float32Array
  readonly sampleRate: number
  readonly pace: number
  /** Where it would begin in its take, in seconds. */
  readonly startSeconds: number
}

/** What is known of a candidate. */
export interface JudgedCandidate extends Omit<SentenceCandidate, 'seed'> {
  /** What was heard in it; null where nobody listened. */
  readonly check: Omit<SentenceCheck, 'attempts'> | null
}

/** Judges a candidate. Rejects only with `aborted`. */
export type JudgeCandidate = (sound: CandidateSound, signal: AbortSignal) => Promise<JudgedCandidate>

export interface JudgeParts extends Pick<AppServices, 'transcription' | 'analysis'> {
  /** The pack that listens; null where none is on this device: then sound and likeness alone decide. */
  readonly transcriber: ModelPack | null
  readonly sayWord: SayWord
  /** The voices' prompts in numbers; empty where they could not be put into any. */
  readonly prompts: readonly Float32Array[]
  /** A transcriber or an encoder failed: told once each, and candidates are judged without it from then on. */
  readonly onProblem: (error: ErrorInfo) => void
}

/** The speaker encoder refuses less than this. */
const SHORTEST_SECONDS = 1

export function createCandidateJudge({ transcription, analysis, transcriber, sayWord, prompts, onProblem }: JudgeParts): JudgeCandidate {
  const failed = { transcriber: false, encoder: false }

  /** What cannot be judged in one way is judged in the others, unless the person stopped it all. */
  function passOver(what: keyof typeof failed, thrown: unknown, fallback: ErrorCode, signal: AbortSignal): null {
    if (signal.aborted) throw thrown
    // The worker serves others too, and ends when one of them is stopped: the next candidate meets a fresh one.
    if (isAbort(thrown)) return null
    // Several candidates may be under way when one of them finds out.
    if (!failed[what]) onProblem(errorInfo(thrown, fallback))
    failed[what] = true
    return null
  }

  async function hear(sound: CandidateSound, signal: AbortSignal): Promise<JudgedCandidate['check']> {
    if (!transcriber || failed.transcriber) return null
    const { samples, sampleRate, language } = sound
    try {
      // A copy: the worker may keep what it gets.
      const request = { pack: transcriber, samples: samples.slice(), sampleRate, language }
      const heard = await transcription.transcribe(request, () => undefined, signal)
      return checkSentence({ ...sound, heard, sayWord })
    } catch (thrown) {
      return passOver('transcriber', thrown, 'transcription-failed', signal)
    }
  }

  async function compare({ samples, sampleRate, voice }: CandidateSound, signal: AbortSignal): Promise<number | null> {
    const prompt = prompts[voice]
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
