import type { StoreApi } from 'zustand'
import type { AnalysisService } from '../../services/services'
import { errorInfo, isAbort, MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { cleanPart } from './clean-part'
import { holdsSeveral } from './draft-speakers'
import { hearSpeech } from './speech-detection'
import { judged, suggestedPart, withPart, type PromptDraft } from './prompt-draft'

/** A handle that is being dragged changes the draft many times a second; it is listened to where it is let go. */
const SETTLED_MS = 400

/**
 * Listens to every draft: first for speech in all of it, then, once the handles rest, for more than one voice between
 * them; and takes the noise away where the person chose that. What cannot be had is written into the draft.
 */
export function followDraft(store: StoreApi<AppState>, analysis: AnalysisService): void {
  let followed: PromptDraft | null = null
  const hearing = createTurn()
  const listening = createTurn()
  const cleaning = createTurn()
  let heard: Promise<void> = Promise.resolve()

  store.subscribe(({ recording }) => {
    const draft = recording.phase === 'draft' ? recording.draft : null
    const before = followed
    followed = draft
    if (draft?.prompt !== before?.prompt) {
      const signal = hearing.next()
      heard = draft && !draft.heard ? hear(draft, signal) : Promise.resolve()
    }
    if (!isSamePart(draft, before)) {
      const signal = listening.next()
      if (draft) void listen(signal)
    }
    if (draft?.cleaning.phase !== before?.cleaning.phase || draft?.sound !== before?.sound || !isSamePart(draft, before)) {
      if (draft?.sound === 'cleaned' && draft.cleaning.phase === 'idle') void clean(draft, isSamePart(draft, before), cleaning.next())
      else if (draft?.cleaning.phase !== 'working') cleaning.next()
    }
  })

  async function hear(draft: PromptDraft, signal: AbortSignal): Promise<void> {
    try {
      const found = await hearSpeech(analysis, draft.prompt, (hearing) => { change(signal, (now) => ({ ...now, hearing })) }, signal)
      change(signal, (now) => {
        const clips = now.clips.map((clip) => (clip.prompt === now.prompt ? { ...clip, heard: found } : clip))
        const known = { ...now, clips, heard: found, hearing: null }
        if (now.isTrimmed) return judged(known)
        const { startSeconds, endSeconds } = suggestedPart(now.prompt, found)
        return withPart(known, startSeconds, endSeconds)
      })
    } catch (thrown) {
      change(signal, (now) => ({ ...now, hearing: null, listenFailure: errorInfo(thrown, 'inference-failed') }))
    }
  }

  async function listen(signal: AbortSignal): Promise<void> {
    try {
      await settled(signal)
      await heard
      signal.throwIfAborted()
      if (followed && (await holdsSeveral(analysis, followed, signal))) {
        change(signal, (now) => judged({ ...now, hasSeveralSpeakers: true }))
      }
    } catch (thrown) {
      change(signal, (now) => ({ ...now, listenFailure: errorInfo(thrown, 'inference-failed') }))
    }
  }

  async function clean(draft: PromptDraft, isAtRest: boolean, signal: AbortSignal): Promise<void> {
    try {
      await (isAtRest ? null : settled(signal))
      change(signal, (now) => ({ ...now, cleaning: { phase: 'working' } }))
      const samples = await cleanPart(analysis, draft, signal)
      change(signal, (now) => judged({ ...now, cleaning: { phase: 'ready', samples } }))
    } catch (thrown) {
      if (isAbort(thrown)) return
      change(signal, (now) => judged({ ...now, sound: 'original', cleaning: { phase: 'failed', error: errorInfo(thrown, 'inference-failed') } }))
    }
  }

  function change(signal: AbortSignal, changed: (draft: PromptDraft) => PromptDraft): void {
    const { recording } = store.getState()
    if (!signal.aborted && recording.phase === 'draft') store.setState({ recording: { phase: 'draft', draft: changed(recording.draft) } })
  }
}

/** One act at a time: the next one aborts the one before. */
function createTurn(): { next(): AbortSignal } {
  let controller: AbortController | null = null
  return {
    next() {
      controller?.abort()
      controller = new AbortController()
      return controller.signal
    },
  }
}

function isSamePart(a: PromptDraft | null, b: PromptDraft | null): boolean {
  return a?.prompt === b?.prompt && a?.startSeconds === b?.startSeconds && a?.endSeconds === b?.endSeconds
}

function settled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, SETTLED_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new MynaError('aborted', 'the draft has changed'))
    }, { once: true })
  })
}
