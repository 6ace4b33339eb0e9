import { mixToMono } from '../../shared/audio/join'
import { errorInfo } from '../../shared/protocol/errors'
import type { AppServices } from '../app-services'
import type { NoticesSlice } from '../app/notices-slice'
import type { RunningActs } from '../running-acts'
import type { GetState } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'

export interface SamplesSlice {
  /** Plays a sound that comes with the app, by its address below the page. Call inside a gesture. Never rejects. */
  readonly playSample: (address: string) => Promise<void>
}

export interface SamplesParts {
  readonly services: Pick<AppServices, 'player' | 'readShipped' | 'readSoundFile'>
  readonly acts: RunningActs
}

export function createSamplesSlice({ services, acts }: SamplesParts, get: GetState<PlayerSlice & NoticesSlice>): SamplesSlice {
  return {
    playSample(address) {
      services.player.unlock()
      return acts.run('playback', async (signal) => {
        get().stopPlayback()
        try {
          const { channels, sampleRate } = await services.readSoundFile(await services.readShipped(address), { signal })
          // Another sound, or a reading, may have been asked for in the meantime.
          if (!signal.aborted) get().playSound({ kind: 'sample', address }, { samples: mixToMono(channels), sampleRate })
        } catch (thrown) {
          if (!signal.aborted) get().notifyError(errorInfo(thrown, 'playback-failed'))
        }
      })
    },
  }
}
