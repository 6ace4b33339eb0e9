import type { LifecycleSlice } from '../app/lifecycle-slice'
import type { ModelsSlice } from '../models/models-slice'
import { readyTranscriber } from '../models/transcriber-pack'
import { isInUse } from '../running-acts'
import type { TranscriptsSlice } from '../voice-library/transcripts-slice'
import { voiceById, type VoicesSlice } from '../voice-library/voices-slice'
import type { ChecksSlice } from './checks-slice'

/** A first attempt can be cut off by a person who starts something else; a second one is worth it, a third is not. */
const MOST_ATTEMPTS = 2

type Followed = LifecycleSlice & ModelsSlice & VoicesSlice & ChecksSlice & TranscriptsSlice

/**
 * Once the transcriber is on this device and nothing else is being done, the check that waited for it continues, and the
 * prompt of the chosen voice is written down.
 */
export function transcribeWhenIdle(store: { readonly subscribe: (listener: (state: Followed) => void) => unknown }): void {
  const attempts = new Map<string, number>()
  store.subscribe((state) => {
    const { ready, running, packs, selectedVoiceId, checkState, transcriptState } = state
    if (!ready || isInUse(running, 'inference', 'transcription', 'microphone') || !readyTranscriber(packs)) return
    if (checkState.phase === 'awaiting-transcriber') {
      void state.checkTake(checkState.takeId)
      return
    }
    const voice = voiceById(state, selectedVoiceId)
    // After a failure the person decides.
    if (!voice || voice.transcript !== undefined || transcriptState.phase === 'failed') return
    const before = attempts.get(voice.id) ?? 0
    if (before >= MOST_ATTEMPTS) return
    attempts.set(voice.id, before + 1)
    void state.transcribeVoice(voice.id)
  })
}
