import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import { joinClips } from './draft-clips'
import { draftOf, draftOfClip, isSoundReady, judged, promptSeconds, soundOf, suggestedPart, withPart, type NamedFile, type PromptClip, type PromptDraft } from './prompt-draft'
import type { GetState, SetState } from '../slice'
import { voiceFromDraft } from './voice-record'
import type { PromptSlice } from './recording-slice'

type DraftActions = Pick<
  PromptSlice,
  | 'trimDraft'
  | 'suggestTrim'
  | 'chooseDraftSound'
  | 'addToDraft'
  | 'addClip'
  | 'joinDraft'
  | 'stopJoining'
  | 'removeClip'
  | 'playDraft'
  | 'discardDraft'
  | 'saveDraft'
>

/** What can be done with a recording before it becomes a voice. */
export function createDraftActions(services: AppServices, freshName: () => string, set: SetState, get: GetState): DraftActions {
  const { player, analysis } = services
  // One joining at a time; one that was given up stays silent.
  let joining: AbortController | null = null

  function openDraft(): PromptDraft | null {
    const { recording } = get()
    return recording.phase === 'draft' ? recording.draft : null
  }

  function changeDraft(change: (draft: PromptDraft) => PromptDraft): void {
    const draft = openDraft()
    if (draft) set({ recording: { phase: 'draft', draft: change(draft) } })
  }

  /** Runs `act` with the draft as it is now; failures are told and leave the draft as it was. */
  async function join(act: (draft: PromptDraft, signal: AbortSignal, say: (label: string, fraction: number | null) => void) => Promise<PromptDraft>) {
    const draft = openDraft()
    if (!draft) return
    joining?.abort()
    const mine = new AbortController()
    joining = mine
    const say = (label: string, fraction: number | null) => {
      if (!mine.signal.aborted) changeDraft((now) => ({ ...now, joining: { label, fraction } }))
    }
    try {
      const next = await act(draft, mine.signal, say)
      mine.signal.throwIfAborted()
      if (get().playback?.kind === 'draft') get().stopPlayback()
      changeDraft((now) => judged({ ...next, sound: now.sound }))
    } catch (thrown) {
      if (!mine.signal.aborted && !isAbort(thrown)) get().notifyError(errorInfo(thrown, 'inference-failed'))
    } finally {
      if (joining === mine) {
        joining = null
        changeDraft((now) => ({ ...now, joining: null }))
      }
    }
  }

  async function joined(draft: PromptDraft, clips: readonly PromptClip[], signal: AbortSignal, say: (label: string, fraction: number | null) => void) {
    const { prompt, parts, clips: heard } = await joinClips(analysis, clips, say, signal)
    const { source, name } = draft
    return draftOf({ prompt, parts, clips: heard, heard: null, source, name, startSeconds: 0, endSeconds: promptSeconds(prompt) })
  }

  function stopJoining(): void {
    joining?.abort()
    joining = null
    changeDraft((now) => ({ ...now, joining: null }))
  }

  return {
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
      // Both are as long as each other: the ear compares the same words.
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
      get().stopSpeaking()
      player.playTake(soundOf(draft), draft.prompt.sampleRate)
      set({ playback: { kind: 'draft' }, currentTakeId: null })
    },

    discardDraft() {
      stopJoining()
      if (get().playback?.kind === 'draft') get().stopPlayback()
      set({ recording: { phase: 'idle' } })
    },

    async saveDraft(name, consentGiven) {
      const draft = openDraft()
      if (!draft || !isSoundReady(draft)) return
      try {
        refuseUnfit(draft, consentGiven)
        const voice = await voiceFromDraft(draft, services.newId(), name.trim() || freshName())
        await services.voices.save(voice)
        stopJoining()
        if (get().playback?.kind === 'draft') get().stopPlayback()
        set(({ voices }) => ({ voices: [voice, ...voices], recording: { phase: 'idle' } }))
        get().selectVoice(voice.id)
      } catch (thrown) {
        // The draft stays open: nothing that was recorded is lost.
        get().notifyError(errorInfo(thrown, 'storage-unavailable'))
      }
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
