import type { ChannelUse } from '../../shared/audio/channel-choice'
import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { LearnSlice } from '../voice-library/learn-slice'
import { withMood } from '../voice-library/moods'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { createJoiningActions, type JoiningActions } from './draft-joining'
import { withChannel } from './file-clip'
import {
  draftOfClip,
  isSoundReady,
  judged,
  soundOf,
  suggestedPart,
  withPart,
  type PromptDraft,
  type RecordingState,
} from './prompt-draft'
import { promptFromDraft, voiceFromDraft } from './voice-record'

/** What can be done with a recording before it becomes a voice. */
export interface DraftActions extends JoiningActions {
  /** Does nothing where no draft is open. */
  readonly changeDraft: (change: (draft: PromptDraft) => PromptDraft) => void
  readonly trimDraft: (startSeconds: number, endSeconds: number) => void
  readonly suggestTrim: () => void
  /** With the noise or without it. The choice is kept while the handles move, and stored with the voice. */
  readonly chooseDraftSound: (sound: PromptDraft['sound']) => void
  /** One of the file's channels, or their mean; only while the draft is of one clip. Another part is suggested for it. */
  readonly chooseDraftChannel: (use: ChannelUse) => void
  /** Plays what lies between the trim handles. Call inside a gesture. */
  readonly playDraft: () => void
  readonly discardDraft: () => void
  /** Keeps the trimmed draft as a voice and selects it. `consentGiven` must be true, else `consent-missing`. */
  readonly saveDraft: (name: string, consentGiven: boolean) => Promise<void>
  /**
   * Keeps the trimmed draft as a mood of the voice that it was made for, whose consent covers it; true once it is kept. With `goesOn` the
   * draft stays open, to cut another mood from it.
   */
  readonly saveMood: (name: string, goesOn: boolean) => Promise<boolean>
}

export interface DraftParts {
  readonly services: Pick<AppServices, 'player' | 'analysis' | 'readSoundFile' | 'voices' | 'newId'>
  readonly acts: RunningActs
  /** A name that no voice has. */
  readonly freshName: () => string
}

interface DraftState {
  readonly recording: RecordingState
  readonly moodOf: string | null
}

export function createDraftActions(
  { services, acts, freshName }: DraftParts,
  set: (change: Partial<DraftState>) => void,
  get: GetState<DraftState & DraftActions & VoicesSlice & Pick<LearnSlice, 'learnSavedVoice'> & PlayerSlice & NoticesSlice>,
): DraftActions {
  const { player } = services
  /** A second click would keep a second voice. */
  let isSaving = false

  function openDraft(): PromptDraft | null {
    const { recording } = get()
    return recording.phase === 'draft' ? recording.draft : null
  }

  function changeDraft(change: (draft: PromptDraft) => PromptDraft): void {
    const draft = openDraft()
    if (draft) set({ recording: { phase: 'draft', draft: change(draft) } })
  }

  function silenceDraft(): void {
    if (get().playback?.kind === 'draft') get().stopPlayback()
  }

  function closeDraft(): void {
    joining.stopJoining()
    silenceDraft()
    set({ recording: { phase: 'idle' }, moodOf: null })
  }

  /** Keeps the draft, where it is fit to be kept. Where that fails it stays open: nothing that was recorded is lost. */
  async function save(keep: (draft: PromptDraft, signal: AbortSignal) => Promise<void>): Promise<void> {
    const draft = openDraft()
    if (!draft || !isSoundReady(draft) || isSaving) return
    isSaving = true
    const saving = acts.run('saving', async (signal) => {
      try {
        refuseUnfit(draft)
        await keep(draft, signal)
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
    })
    await saving.finally(() => { isSaving = false })
  }

  const joining = createJoiningActions({ services, acts, freshName }, { now: openDraft, change: changeDraft, silence: silenceDraft }, get)

  return {
    ...joining,
    changeDraft,

    trimDraft(startSeconds, endSeconds) {
      changeDraft((draft) => ({ ...withPart(draft, startSeconds, endSeconds), isTrimmed: true }))
    },

    suggestTrim() {
      changeDraft((draft) => {
        const { startSeconds, endSeconds } = suggestedPart(draft.prompt, draft.heard)
        return { ...withPart(draft, startSeconds, endSeconds), isTrimmed: false }
      })
    },

    chooseDraftSound(sound) {
      changeDraft((draft) => {
        const isAgain = sound === 'cleaned' && draft.cleaning.phase === 'failed'
        return judged({ ...draft, sound, ...(isAgain && { cleaning: { phase: 'idle' } }) })
      })
      const { playback, player: heard } = get()
      const draft = openDraft()
      if (!draft || playback?.kind !== 'draft' || heard.phase !== 'playing' || !isSoundReady(draft)) return
      // Both are equally long: the ear compares the same words.
      player.playTake(soundOf(draft), draft.prompt.sampleRate)
      player.seek(heard.positionSeconds)
    },

    chooseDraftChannel(use) {
      const [clip, another] = openDraft()?.clips ?? []
      if (!clip || another || clip.channels?.used === use) return
      silenceDraft()
      changeDraft(({ source, name, sound }) => judged({ ...draftOfClip(withChannel(clip, use), source, name), sound }))
    },

    playDraft() {
      const draft = openDraft()
      if (!draft) return
      player.unlock()
      void acts.run('playback', () => {
        get().playSound({ kind: 'draft' }, { samples: soundOf(draft), sampleRate: draft.prompt.sampleRate })
        return Promise.resolve()
      })
    },

    discardDraft() {
      joining.stopJoining()
      silenceDraft()
      set({ recording: { phase: 'idle' }, moodOf: null })
    },

    saveDraft: (name, consentGiven) =>
      save(async (draft, signal) => {
        if (!consentGiven) throw new MynaError('consent-missing')
        const voice = await voiceFromDraft(draft, services.newId(), name.trim() || freshName())
        if (signal.aborted) return
        await services.voices.save(voice)
        closeDraft()
        get().addVoice(voice)
        void get().learnSavedVoice(voice.id)
      }),

    async saveMood(name, goesOn) {
      let isKept = false
      await save(async (draft, signal) => {
        const { moodOf } = get()
        if (moodOf === null) throw new MynaError('internal', 'the draft is for a voice of its own')
        const mood = { ...(await promptFromDraft(draft)), name }
        if (signal.aborted) return
        const changed = await services.voices.change(moodOf, (voice) => withMood(voice, mood))
        if (goesOn) silenceDraft()
        else closeDraft()
        get().changeVoice(changed)
        isKept = true
      })
      return isKept
    },
  }
}

function refuseUnfit({ findings, figures }: PromptDraft): void {
  const refusal = findings.find(({ severity }) => severity === 'refuse')
  if (refusal) throw new MynaError(refusal.code === 'silent' ? 'prompt-silent' : 'prompt-too-short', `${figures.speechSeconds.toFixed(1)} s of speech`)
}
