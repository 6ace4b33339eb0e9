import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import { nameForVoice } from '../../shared/text/shown-name'
import { activities } from '../../shared/text/wording/english/progress'
import type { VoicePrompt } from '../../shared/protocol/engine'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState } from '../slice'
import { joinClips } from './draft-clips'
import { readClip } from './file-clip'
import { draftOf, draftOfClip, judged, plainClip, promptSeconds, type NamedFile, type PromptClip, type PromptDraft } from './prompt-draft'

/** The draft that is open, and how it is changed. */
export interface OpenDraft {
  /** Null where none is. */
  now(): PromptDraft | null
  /** Does nothing where none is open. */
  change(change: (draft: PromptDraft) => PromptDraft): void
  /** It is heard no more. */
  silence(): void
}

export interface JoiningParts {
  readonly services: Pick<AppServices, 'analysis' | 'readSoundFile'>
  readonly acts: RunningActs
  /** A name that no voice has. */
  readonly freshName: () => string
}

/** What makes one prompt of several clips. */
export interface JoiningActions {
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
}

type Say = (label: string, fraction: number | null) => void

export function createJoiningActions({ services, acts, freshName }: JoiningParts, open: OpenDraft, get: GetState<NoticesSlice>): JoiningActions {
  const endJoining = () => { open.change((now) => ({ ...now, joining: null })) }

  /** Runs `act` with the draft as it is now; failures are told and leave the draft as it was. One that was given up is silent. */
  async function join(act: (draft: PromptDraft, signal: AbortSignal, say: Say) => Promise<PromptDraft>): Promise<void> {
    const draft = open.now()
    if (!draft) return
    await acts.run('joining', async (signal) => {
      signal.addEventListener('abort', endJoining, { once: true })
      const say: Say = (label, fraction) => {
        if (!signal.aborted) open.change((now) => ({ ...now, joining: { label, fraction } }))
      }
      try {
        const next = await act(draft, signal, say)
        signal.throwIfAborted()
        open.silence()
        open.change((now) => judged({ ...next, sound: now.sound }))
      } catch (thrown) {
        if (!signal.aborted && !isAbort(thrown)) get().notifyError(errorInfo(thrown, 'inference-failed'))
      }
      if (!signal.aborted) endJoining()
    })
  }

  async function joined(draft: PromptDraft, clips: readonly PromptClip[], signal: AbortSignal, say: Say): Promise<PromptDraft> {
    const { prompt, parts, clips: heard } = await joinClips(services.analysis, clips, say, signal)
    const { source, name } = draft
    return draftOf({ prompt, parts, clips: heard, heard: null, source, name, startSeconds: 0, endSeconds: promptSeconds(prompt) })
  }

  const joinDraft = () => join((draft, signal, say) => joined(draft, draft.clips, signal, say))

  return {
    joinDraft,

    addToDraft: (files) =>
      join(async (draft, signal, say) => {
        const clips = [...draft.clips]
        for (const file of files) {
          const label = activities.readingFile(file.name)
          say(label, null)
          const clip = await readClip(services, file, bareName(file) || freshName(), (fraction) => { say(label, fraction) }, signal)
          // Of several recordings nobody is asked which channel: the better one stays, the other makes room.
          clips.push({ ...clip, channels: null })
          refuseTooMuch(clips)
        }
        return joined(draft, clips, signal, say)
      }),

    addClip(prompt) {
      open.change((draft) => ({ ...draft, clips: [...draft.clips, plainClip(`Recording ${draft.clips.length + 1}`, prompt)] }))
      return joinDraft()
    },

    stopJoining() {
      void acts.stop('joining')
    },

    removeClip: (index) =>
      join((draft, signal, say) => {
        const clips = draft.clips.filter((_, place) => place !== index)
        const [only, another] = clips
        if (!only) return Promise.resolve(draft)
        if (!another) return Promise.resolve(draftOfClip(only, draft.source, draft.name))
        return joined(draft, clips, signal, say)
      }),
  }
}

/** A file's name without what tells its kind, as a voice's name. */
export function bareName({ name }: NamedFile): string {
  return nameForVoice(name.replace(/\.[^.]+$/, ''))
}

/** All clips of a draft stay in memory while it is open. */
const MOST_SECONDS = 1200

function refuseTooMuch(clips: readonly PromptClip[]): void {
  const seconds = clips.reduce((sum, { prompt }) => sum + promptSeconds(prompt), 0)
  if (seconds > MOST_SECONDS) throw new MynaError('audio-too-much', `${seconds.toFixed(0)} s in ${clips.length} recordings`)
}
