import { learningDoubts, type LearningDoubt } from '../../shared/audio/learning-doubts'
import { checkPrompt } from '../../shared/audio/prompt-check'
import { joinSamples } from '../../shared/audio/join'
import { holdsSeveralSpeakers, speakerWindows } from '../../shared/audio/several-speakers'
import { decodeWav } from '../../shared/audio/wav'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { errorInfo, isAbort, MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { Progress } from '../../shared/protocol/inference'
import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'
import type { KeptLearning, SavedVoice } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { ModelsSlice } from '../models/models-slice'
import { readyTranscriber } from '../models/transcriber-pack'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import { lessonSteps } from './learning-verdict'
import type { TranscriptsSlice } from './transcripts-slice'
import { learnInQuarters, type SpokenPrompt } from './voice-lesson'
import { promptOf } from './voice-prompt'
import { voiceById, type VoicesSlice } from './voices-slice'

/** How far the learning of a voice has come. */
export type LearnState =
  | { readonly phase: 'idle' }
  /** Looks at the recording, and writes down what is said in it. */
  | { readonly phase: 'preparing'; readonly voiceId: string }
  /** Waits for the person: for the words, or for a yes in spite of doubts. */
  | { readonly phase: 'asking'; readonly voiceId: string; readonly needsWords: boolean; readonly doubts: readonly LearningDoubt[] }
  | { readonly phase: 'learning'; readonly voiceId: string; readonly progress: Progress; readonly secondsLeft: number | null; readonly canBeHeard: boolean }
  | { readonly phase: 'learned'; readonly voiceId: string; readonly isNearer: boolean }
  | { readonly phase: 'failed'; readonly voiceId: string; readonly error: ErrorInfo }

export interface LearnSlice {
  readonly learnState: LearnState
  /** Voices whose learning waits, and how much of it is done, 0 to 1. */
  readonly waitingLessons: Readonly<Record<string, number>>
  /** True where every voice that is saved is learned at once. */
  readonly learnsSavedVoices: boolean
  readonly setLearnsSavedVoices: (learns: boolean) => void
  /** Begins to learn a voice, or goes on. Asks for what is missing first; `inSpiteOfDoubts` once those were shown. Never rejects. */
  readonly learnVoice: (id: string, inSpiteOfDoubts?: boolean) => Promise<void>
  /** Learns a voice that was just saved, where the person wants that of every voice and the chosen engine learns. */
  readonly learnSavedVoice: (id: string) => Promise<void>
  /** Stops; what was learned stays, to go on with. */
  readonly pauseLearning: () => void
  /** Stops, and forgets what was learned of this voice in this lesson. */
  readonly cancelLearning: (id: string) => Promise<void>
  /** Plays what the voice said after the last quarter. Call inside a gesture. */
  readonly hearLearning: () => void
  /** Speaks with what was learned, or with the voice as it was before. */
  readonly useLearned: (id: string, inUse: boolean) => Promise<void>
  /** Finds lessons that an earlier visit left. */
  readonly findLessons: () => Promise<void>
}

export interface LearnParts {
  readonly services: Pick<AppServices, 'learning' | 'learnings' | 'preparedVoices' | 'transcription' | 'analysis' | 'voices' | 'player' | 'newSeed'>
  readonly acts: RunningActs
  readonly keeper: ChoiceKeeper
}

/** Of a longer recording its beginning is learned from: a minute says no more of a voice. */
const LONGEST_SECONDS = 25
/** Before this share of a lesson is done nothing is said of how long it will take. */
const TELLING_SHARE = 0.06

export function createLearnSlice(
  { services, acts, keeper }: LearnParts,
  set: SetSlice<LearnSlice>,
  get: GetState<LearnSlice & VoicesSlice & TranscriptsSlice & ModelsSlice & PlayerSlice & NoticesSlice>,
): LearnSlice {
  const { learnings: repository } = services
  const guarded = createGuarded(get)
  keeper.onRestore(({ learning }) => { set({ learnsSavedVoices: learning.learnsSavedVoices }) })
  /** What the voice that learns said last. */
  let heard: VoicePrompt | null = null

  function wait(voiceId: string, share: number | null): void {
    const others = Object.entries(get().waitingLessons).filter(([id]) => id !== voiceId)
    set({ waitingLessons: Object.fromEntries(share === null ? others : [...others, [voiceId, share]]) })
  }

  /** What there is to learn from, with its words as they are known or heard now; without words where they are to be asked for. */
  async function promptFor(voice: SavedVoice, signal: AbortSignal): Promise<VoicePrompt> {
    const transcriber = readyTranscriber(get().packs)
    if (voice.promptSeconds > LONGEST_SECONDS) {
      const { samples: all, sampleRate } = decodeWav(voice.promptWav)
      const samples = all.slice(0, LONGEST_SECONDS * sampleRate)
      if (!transcriber) return { samples, sampleRate }
      const heard = await services.transcription.transcribe({ pack: transcriber, samples: samples.slice(), sampleRate, language: 'en' }, () => undefined, signal)
      return { samples, sampleRate, ...(heard.text !== '' && { words: heard.text }) }
    }
    if (voice.transcript === undefined && transcriber) await get().transcribeVoice(voice.id)
    return promptOf(voiceById(get(), voice.id) ?? voice)
  }

  async function doubtsAbout({ samples, sampleRate }: VoicePrompt, signal: AbortSignal): Promise<readonly LearningDoubt[]> {
    const { findings, figures } = checkPrompt(samples, sampleRate)
    const voices: Float32Array[] = []
    try {
      for (const window of speakerWindows(samples, sampleRate)) voices.push(await services.analysis.embedSpeech({ samples: window, sampleRate }, signal))
    } catch (thrown) {
      // Whoever cannot listen has no doubts.
      if (isAbort(thrown)) throw thrown
    }
    return learningDoubts(holdsSeveralSpeakers(voices) ? [...findings, { severity: 'warn', code: 'several-speakers' }] : findings, figures.speechSeconds)
  }

  async function learn(voice: SavedVoice, inSpiteOfDoubts: boolean, signal: AbortSignal): Promise<void> {
    set({ learnState: { phase: 'preparing', voiceId: voice.id } })
    // A voice may speak from another recording now.
    const kept = (await repository.list()).find(({ voiceId, promptSha256: of = voice.promptSha256 }) => voiceId === voice.id && of === voice.promptSha256) ?? null
    const prompt = await promptFor(voice, signal)
    const doubts = await doubtsAbout(prompt, signal)
    signal.throwIfAborted()
    const { words } = prompt
    if (words === undefined || (doubts.length > 0 && !inSpiteOfDoubts && !kept)) {
      set({ learnState: { phase: 'asking', voiceId: voice.id, needsWords: words === undefined, doubts } })
      return
    }
    const learned = await teach(voice, { ...prompt, words }, { steps: lessonSteps(doubts), kept }, signal)
    signal.throwIfAborted()
    if (learned) get().changeVoice(await services.voices.setLearned(voice.id, { ...learned, promptSha256: voice.promptSha256 }))
    await repository.delete(voice.id)
    wait(voice.id, null)
    services.learning.release()
    set({ learnState: { phase: 'learned', voiceId: voice.id, isNearer: learned !== null } })
  }

  async function teach(voice: SavedVoice, prompt: SpokenPrompt, from: { readonly steps: number; readonly kept: KeptLearning | null }, signal: AbortSignal) {
    const voiceId = voice.id
    heard = null
    let begun: { readonly at: number; readonly share: number } | null = null
    return learnInQuarters(voice, prompt, from, {
      services,
      pack: starterOrFail(get()),
      runtime: { threads: get().threads },
      transcriber: readyTranscriber(get().packs),
      seed: services.newSeed(),
      signal,
      listener: {
        onProgress(progress) {
          if (signal.aborted) return
          begun ??= { at: performance.now(), share: progress.fraction }
          const done = progress.fraction - begun.share
          const seconds = (performance.now() - begun.at) / 1000
          const secondsLeft = done < TELLING_SHARE ? null : (seconds / done) * (1 - progress.fraction)
          set({ learnState: { phase: 'learning', voiceId, progress, secondsLeft, canBeHeard: heard !== null } })
          wait(voiceId, progress.fraction)
        },
        onHeard({ sentences, sampleRate }) {
          heard = { samples: joinSamples(sentences.map(({ samples }) => samples)), sampleRate }
        },
        keep(lesson) {
          repository.write(lesson).catch((thrown: unknown) => { get().notifyError(errorInfo(thrown, 'storage-unavailable')) })
        },
      },
    })
  }

  return {
    learnState: { phase: 'idle' },
    waitingLessons: {},
    learnsSavedVoices: false,

    setLearnsSavedVoices(learnsSavedVoices) {
      set({ learnsSavedVoices })
      keeper.keep('learning')
    },

    async learnVoice(id, inSpiteOfDoubts = false) {
      const voice = voiceById(get(), id)
      if (!voice) return
      await acts.run('learning', async (signal) => {
        const rest = () => { if (get().learnState.phase !== 'idle') set({ learnState: { phase: 'idle' } }) }
        signal.addEventListener('abort', rest, { once: true })
        try {
          await learn(voice, inSpiteOfDoubts, signal)
        } catch (thrown) {
          if (signal.aborted) return
          services.learning.release()
          // Aborted, though not by this act: another one had the worker replaced.
          set({ learnState: isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', voiceId: id, error: errorInfo(thrown, 'inference-failed') } })
        }
      })
    },

    async learnSavedVoice(id) {
      if (get().learnsSavedVoices && starterPack(get())) await get().learnVoice(id)
    },

    pauseLearning() {
      void acts.stop('learning')
    },

    cancelLearning: (id) =>
      guarded(async () => {
        const { learnState } = get()
        if (learnState.phase !== 'idle' && learnState.voiceId === id) {
          set({ learnState: { phase: 'idle' } })
          await acts.stop('learning')
          services.learning.release()
        }
        await repository.delete(id)
        wait(id, null)
      }),

    hearLearning() {
      const sound = heard
      const { learnState } = get()
      if (!sound || learnState.phase !== 'learning') return
      services.player.unlock()
      const { voiceId } = learnState
      void acts.run('playback', () => {
        get().playSound({ kind: 'lesson', voiceId }, sound)
        return Promise.resolve()
      })
    },

    useLearned: (id, inUse) =>
      guarded(async () => {
        const learned = voiceById(get(), id)?.learned
        if (learned) get().changeVoice(await services.voices.setLearned(id, { ...learned, inUse }))
      }),

    findLessons: () =>
      guarded(async () => {
        const lessons = await repository.list()
        set({ waitingLessons: Object.fromEntries(lessons.map(({ voiceId, heardQuarters }) => [voiceId, heardQuarters / 5])) })
      }),
  }
}

/** The pack that learns, if it is chosen and on this device. */
export function starterPack({ packs, selectedPackId }: { readonly packs: readonly PackStatus[]; readonly selectedPackId: string | null }): ModelPack | null {
  return packs.find(({ pack, state }) => pack.id === selectedPackId && pack.engine === 'kokoro' && state.phase === 'ready')?.pack ?? null
}

function starterOrFail(state: Parameters<typeof starterPack>[0]): ModelPack {
  const pack = starterPack(state)
  if (!pack) throw new MynaError('model-missing', state.selectedPackId ?? 'no engine is chosen')
  return pack
}
