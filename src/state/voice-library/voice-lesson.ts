import type { VoicePrompt } from '../../shared/protocol/engine'
import type { LearnedStretch, Progress, RuntimeOptions } from '../../shared/protocol/inference'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { KeptLearning, LearnedVoice, SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { isBetterTrial } from './learning-verdict'
import { judgeTrial, type WordJudge } from './trial-judge'

/** Quarters after which a voice is heard; it is heard once before them. */
const QUARTERS = 4
/** A lesson's share of a hearing's part that its judging takes. */
const JUDGED_SHARE = 0.1

/** A recording whose words are known. */
export type SpokenPrompt = VoicePrompt & { readonly words: string }

/** How a lesson tells what it is doing. */
export interface LessonListener {
  /** 0 to 1 of the whole lesson. */
  onProgress(progress: Progress): void
  /** What was said after a quarter. */
  onHeard(trial: LearnedStretch['trial']): void
  /** Keeps where the lesson is. */
  keep(learning: KeptLearning): void
}

export interface LessonParts {
  readonly services: {
    readonly learning: Pick<AppServices['learning'], 'load' | 'prepareVoice' | 'confirmVoice' | 'learnVoice'>
    readonly preparedVoices: Pick<AppServices['preparedVoices'], 'read'>
  } & Pick<WordJudge, 'transcription'>
  readonly pack: ModelPack
  readonly runtime: Pick<RuntimeOptions, 'threads'>
  readonly transcriber: ModelPack | null
  readonly seed: number
  readonly listener: LessonListener
  readonly signal: AbortSignal
}

/**
 * Learns a voice in quarters, and after each listens to it: gives the best, or null where nothing was better than the voice as it
 * was. Goes on where `from` is. Errors: those of `LearningService`.
 */
export async function learnInQuarters(
  voice: Pick<SavedVoice, 'id' | 'promptSha256'>, prompt: SpokenPrompt, from: { readonly steps: number; readonly kept: KeptLearning | null }, parts: LessonParts,
): Promise<LearnedVoice | null> {
  const { words } = prompt
  const { services: { learning, preparedVoices }, listener, signal } = parts
  const part = (quarter: number, fraction: number, label: string) => { listener.onProgress({ fraction: (quarter + fraction) / (QUARTERS + 1), label }) }
  const { promptSha256 } = voice
  const begun = from.kept?.words === words ? from.kept : null
  let now = begun?.heardQuarters ?? 0
  const onProgress = ({ fraction, label }: Progress) => { part(now, (1 - JUDGED_SHARE) * fraction, label) }

  const { packKey } = await learning.load({ pack: parts.pack, runtime: { executionProvider: 'wasm', threads: parts.runtime.threads } }, ({ label }) => { part(now, 0, label) }, signal)
  const made = (await preparedVoices.read(promptSha256, packKey)) ?? (await learning.prepareVoice(prompt, ({ label }) => { part(now, 0, label) }, signal)).voice
  const before = await learning.confirmVoice(made, ({ label }) => { part(now, 0, label) }, signal)
  signal.throwIfAborted()
  const kept = begun?.packKey === packKey ? begun : null
  let lesson: KeptLearning = kept ?? { voiceId: voice.id, packKey, words, promptSha256, steps: from.steps, heardQuarters: 0, state: null, former: null, best: null }
  now = lesson.heardQuarters
  const keep = (changes: Partial<KeptLearning>) => {
    lesson = { ...lesson, ...changes }
    listener.keep(lesson)
  }
  for (; now <= QUARTERS; now = lesson.heardQuarters) {
    const { steps } = lesson
    const request = { prompt, promptKey: `${promptSha256} ${words}`, voice: before, from: lesson.state, steps, until: Math.round((steps * now) / QUARTERS), seed: parts.seed }
    const stretch = await learning.learnVoice(request, onProgress, (state) => { if (!signal.aborted) keep({ state }) }, signal)
    signal.throwIfAborted()
    listener.onHeard(stretch.trial)
    const trial = await judgeTrial(stretch.trial, { transcription: parts.services.transcription, transcriber: parts.transcriber }, signal)
    signal.throwIfAborted()
    const { former, best } = lesson
    const isBest = former !== null && isBetterTrial(trial, best?.trial ?? former, former)
    keep({ state: stretch.state, heardQuarters: now + 1, former: former ?? trial, best: isBest ? { voice: stretch.voice, trial } : best })
  }
  return lesson.best && { voice: lesson.best.voice, learnedAt: new Date().toISOString(), inUse: true }
}
