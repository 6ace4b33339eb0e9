import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { VoicesSlice } from '../voice-library/voices-slice'
import { joinClips } from './draft-clips'
import {
  draftOf,
  draftOfClip,
  isSoundReady,
  judged,
  promptSeconds,
  soundOf,
  suggestedPart,
  withPart,
  type NamedFile,
  type PromptClip,
  type PromptDraft,
  type RecordingState,
} from './prompt-draft'
import { voiceFromDraft } from './voice-record'

/** What can be done with a recording before it becomes a voice. */
export interface DraftActions {
  /** Does nothing where no draft is open. */
  readonly changeDraft: (change: (draft: PromptDraft) => PromptDraft) => void
  readonly trimDraft: (startSeconds: number, endSeconds: number) => void
  readonly suggestTrim: () => void
  /** With the noise or without it. The choice is kept while the handles move, and stored with the voice. */
  readonly chooseDraftSound: (sound: PromptDraft['sound']) => void
  /** Joins the best parts of the draft's clips and these files, as far as they are of one person. */
  readonly addToDraft: (files: readonly NamedFile[]) => Promise<void>
  /** Joins the best parts of the draft's clips and this one, which stays among them whether or not that works. */
  readonly addClip: (prompt: VoicePrompt) => Promise<void>
  /** Joins the best parts of what there is. */
  readonly joinDraft: () => Promise<void>
  /** Gives up adding and joining; the draft is as it was. */
  readonly stopJoining: () => void
  /** Joins what is left; the last clip is taken as it is. */
  readonly removeClip: (index: number) => Promise<void>
  /** Plays what lies between the trim handles. Call inside a gesture. */
  readonly playDraft: () => void
  readonly discardDraft: () => void
  /** Keeps the trimmed draft as a voice and selects it. `consentGiven` must be true, else `consent-missing`. */
  readonly saveDraft: (name: string, consentGiven: boolean) => Promise<void>
}

export interface DraftParts {
  readonly services: Pick<AppServices, 'player' | 'analysis' | 'decodeAudioFile' | 'voices' | 'newId'>
  readonly acts: RunningActs
  /** A name that no voice has. */
  readonly freshName: () => string
}

interface DraftState {
  readonly recording: RecordingState
}

type Say = (label: string, fraction: number | null) => void

export function createDraftActions(
  { services, acts, freshName }: DraftParts,
  set: (change: DraftState) => void,
  get: GetState<DraftState & DraftActions & VoicesSlice & PlayerSlice & NoticesSlice>,
): DraftActions {
  const { player, analysis } = services

  function openDraft(): PromptDraft | null {
    const { recording } = get()
    return recording.phase === 'draft' ? recording.draft : null
  }

  function changeDraft(change: (draft: PromptDraft) => PromptDraft): void {
    const draft = openDraft()
    if (draft) set({ recording: { phase: 'draft', draft: change(draft) } })
  }

  /** Runs `act` with the draft as it is now; failures are told and leave the draft as it was. One that was given up is silent. */
  async function join(act: (draft: PromptDraft, signal: AbortSignal, say: Say) => Promise<PromptDraft>): Promise<void> {
    const draft = openDraft()
    if (!draft) return
    await acts.run('joining', async (signal) => {
      signal.addEventListener('abort', endJoining, { once: true })
      const say: Say = (label, fraction) => {
        if (!signal.aborted) changeDraft((now) => ({ ...now, joining: { label, fraction } }))
      }
      try {
        const next = await act(draft, signal, say)
        signal.throwIfAborted()
        silenceDraft()
        changeDraft((now) => judged({ ...next, sound: now.sound }))
      } catch (thrown) {
        if (!signal.aborted && !isAbort(thrown)) get().notifyError(errorInfo(thrown, 'inference-failed'))
      }
      if (!signal.aborted) endJoining()
    })
  }

  async function joined(draft: PromptDraft, clips: readonly PromptClip[], signal: AbortSignal, say: Say): Promise<PromptDraft> {
    const { prompt, parts, clips: heard } = await joinClips(analysis, clips, say, signal)
    const { source, name } = draft
    return draftOf({ prompt, parts, clips: heard, heard: null, source, name, startSeconds: 0, endSeconds: promptSeconds(prompt) })
  }

  function endJoining(): void {
    changeDraft((now) => ({ ...now, joining: null }))
  }

  function stopJoining(): void {
    void acts.stop('joining')
  }

  function silenceDraft(): void {
    if (get().playback?.kind === 'draft') get().stopPlayback()
  }

  return {
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

    addToDraft: (files) =>
      join(async (draft, signal, say) => {
        const clips = [...draft.clips]
        for (const file of files) {
          const label = activities.readingFile(file.name)
          say(label, null)
          const prompt = await services.decodeAudioFile(file, signal, (fraction) => { say(label, fraction) })
          clips.push({ name: bareName(file) || freshName(), prompt, heard: null })
          refuseTooMuch(clips)
        }
        return joined(draft, clips, signal, say)
      }),

    addClip(prompt) {
      changeDraft((draft) => ({ ...draft, clips: [...draft.clips, { name: `Recording ${draft.clips.length + 1}`, prompt, heard: null }] }))
      return get().joinDraft()
    },

    joinDraft: () => join((draft, signal, say) => joined(draft, draft.clips, signal, say)),

    stopJoining,

    removeClip: (index) =>
      join((draft, signal, say) => {
        const clips = draft.clips.filter((_, place) => place !== index)
        const [only, another] = clips
        if (!only) return Promise.resolve(draft)
        if (!another) return Promise.resolve(draftOfClip(only, draft.source, draft.name))
        return joined(draft, clips, signal, say)
      }),

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
      stopJoining()
      silenceDraft()
      set({ recording: { phase: 'idle' } })
    },

    async saveDraft(name, consentGiven) {
      const draft = openDraft()
      if (!draft || !isSoundReady(draft)) return
      await acts.run('saving', async (signal) => {
        try {
          refuseUnfit(draft, consentGiven)
          const voice = await voiceFromDraft(draft, services.newId(), name.trim() || freshName())
          if (signal.aborted) return
          await services.voices.save(voice)
          stopJoining()
          silenceDraft()
          set({ recording: { phase: 'idle' } })
          get().addVoice(voice)
        } catch (thrown) {
          // The draft stays open: nothing that was recorded is lost.
          get().notifyError(errorInfo(thrown, 'storage-unavailable'))
        }
      })
    },
  }
}

/** A file's name without what tells its kind. */
export function bareName({ name }: NamedFile): string {
  return name.replace(/\.[^.]+$/, '')
}

/** All clips of a draft stay in memory while it is open: together they may be as long as one file may be. */
const MOST_SECONDS = 1800

function refuseTooMuch(clips: readonly PromptClip[]): void {
  const seconds = clips.reduce((sum, { prompt }) => sum + promptSeconds(prompt), 0)
  if (seconds > MOST_SECONDS) throw new MynaError('audio-too-long', `${seconds.toFixed(0)} s in ${clips.length} recordings`)
}

function refuseUnfit({ findings, figures }: PromptDraft, consentGiven: boolean): void {
  const refusal = findings.find(({ severity }) => severity === 'refuse')
  if (refusal) throw new MynaError(refusal.code === 'silent' ? 'prompt-silent' : 'prompt-too-short', `${figures.speechSeconds.toFixed(1)} s of speech`)
  if (!consentGiven) throw new MynaError('consent-missing')
}
