import { errorInfo } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { GetState, SetState } from '../slice'

export interface SamplesSlice {
  /** Plays a sound that comes with the app, by its address below the page. Call inside a gesture. Never rejects. */
  readonly playSample: (address: string) => Promise<void>
}

const MAKING: ReadonlySet<string> = new Set(['awaiting-pack', 'loading', 'preparing', 'speaking'])

export function createSamplesSlice({ player, readShipped, decodeAudioFile }: AppServices, set: SetState, get: GetState): SamplesSlice {
  let newest = 0
  return {
    async playSample(address) {
      player.unlock()
      get().stopSpeaking()
      get().stopPlayback()
      const mine = (newest += 1)
      const { playback } = get()
      try {
        const { samples, sampleRate } = await decodeAudioFile(await readShipped(address), new AbortController().signal)
        // Another sound, or a reading, was asked for in the meantime.
        if (mine !== newest || get().playback !== playback || MAKING.has(get().speakState.phase)) return
        player.playTake(samples, sampleRate)
        set({ playback: { kind: 'sample', address }, currentTakeId: null })
      } catch (thrown) {
        get().notifyError(errorInfo(thrown, 'playback-failed'))
      }
    },
  }
}
