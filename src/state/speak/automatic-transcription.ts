import type { StoreApi } from 'zustand'
import type { AppState } from '../app-state'
import { readyListener } from './transcriber-pack'

/** A first listening can be cut off by a person who starts something else; a second one is worth it, a third is not. */
const MOST_ATTEMPTS = 2

/**
 * Once the listener is on this device and nothing else is being done, the check that waited for it goes on, and the
 * prompt of the chosen voice is written down.
 */
export function followListener(store: StoreApi<AppState>): void {
  const attempts = new Map<string, number>()
  store.subscribe((state) => {
    const { ready, packs, voices, selectedVoiceId, checkState } = state
    if (!ready || isWorking(state) || !readyListener(packs)) return
    if (checkState.phase === 'awaiting-listener') {
      void state.checkTake(checkState.takeId)
      return
    }
    const voice = voices.find(({ id }) => id === selectedVoiceId)
    if (!voice || voice.transcript !== undefined) return
    const before = attempts.get(voice.id) ?? 0
    if (before >= MOST_ATTEMPTS) return
    attempts.set(voice.id, before + 1)
    void state.transcribeVoice(voice.id)
  })
}

function isWorking({ transcriptState, checkState, speakState, recording }: AppState): boolean {
  return (
    transcriptState.phase !== 'idle' ||
    checkState.phase === 'checking' ||
    ['loading', 'preparing', 'speaking'].includes(speakState.phase) ||
    ['asking', 'countdown', 'recording', 'decoding'].includes(recording.phase)
  )
}
