import type { StoreApi } from 'zustand'
import { SEVERAL_SPEAKERS } from '../audio/prompt-check'
import { holdsSeveralSpeakers } from '../audio/several-speakers'
import { speakerWindows } from '../audio/speaker-windows'
import type { AnalysisService } from '../engine/services'
import { errorInfo, MynaError } from '../protocol/errors'
import type { AppState, PromptDraft } from './app-state'
import { partOf } from './prompt-draft'

/** A handle that is being dragged changes the draft many times a second; it is listened to where it is let go. */
const SETTLED_MS = 400

/** Listens to every draft once its handles rest, and adds a finding where there is surely more than one voice in it. */
export function followDraft(store: StoreApi<AppState>, analysis: AnalysisService): void {
  let followed: PromptDraft | null = null
  let controller: AbortController | null = null
  store.subscribe(({ recording }) => {
    const draft = recording.phase === 'draft' ? recording.draft : null
    if (isSamePart(draft, followed)) return
    controller?.abort()
    controller = new AbortController()
    followed = draft
    if (draft) void listen(draft, controller.signal)
  })

  async function listen(draft: PromptDraft, signal: AbortSignal): Promise<void> {
    try {
      await settled(signal)
      const several = await hasSeveralSpeakers(draft, signal)
      if (several) changeDraft(signal, (now) => ({ ...now, findings: [...now.findings, SEVERAL_SPEAKERS] }))
    } catch (thrown) {
      changeDraft(signal, (now) => ({ ...now, listenFailure: errorInfo(thrown, 'inference-failed') }))
    }
  }

  async function hasSeveralSpeakers(draft: PromptDraft, signal: AbortSignal): Promise<boolean> {
    const { sampleRate } = draft.prompt
    const voices: Float32Array[] = []
    for (const samples of speakerWindows(partOf(draft), sampleRate)) {
      voices.push(await analysis.embedSpeech({ samples, sampleRate }, signal))
      signal.throwIfAborted()
    }
    return holdsSeveralSpeakers(voices)
  }

  function changeDraft(signal: AbortSignal, change: (draft: PromptDraft) => PromptDraft): void {
    const { recording } = store.getState()
    if (!signal.aborted && recording.phase === 'draft') store.setState({ recording: { phase: 'draft', draft: change(recording.draft) } })
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
