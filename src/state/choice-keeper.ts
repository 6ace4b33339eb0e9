import { errorInfo } from '../shared/protocol/errors'
import type { SettingsRepository } from '../shared/storage/services'
import type { AppState } from './app-state'
import type { KeptChoices } from './kept-choices'
import type { GetState } from './slice'

/** A burst of changes (typing, a slider) becomes one write at its start and one at its end. */
const WRITE_EVERY_MS = 400

export interface ChoiceKeeper {
  /** Writes soon what belongs to `key` in the state of that moment. */
  keep(key: keyof KeptChoices): void
}

const pick: { readonly [Key in keyof KeptChoices]: (state: AppState, measuredRtf: KeptChoices['measuredRtf']) => KeptChoices[Key] } = {
  draft: ({ text, language }) => ({ text, language }),
  reading: ({ settings, seedPinned }) => ({ ...settings, seedPinned }),
  choices: (state) => ({
    voiceId: state.selectedVoiceId,
    packId: state.selectedPackId,
    executionProvider: state.executionProvider,
    threads: state.threads,
    microphoneId: state.microphoneId,
  }),
  acceptedLicences: ({ acceptedLicences }) => [...acceptedLicences],
  checking: ({ checksReadings, retryLimit, bestOf }) => ({ checksReadings, retryLimit, bestOf }),
  pronunciations: ({ pronunciations }) => [...pronunciations],
  measuredRtf: (_state, measuredRtf) => measuredRtf,
}

/** Keeps small choices on the device as they change. The first failure is said, the later ones would only repeat it. */
export function createChoiceKeeper(
  settings: SettingsRepository,
  get: GetState,
  measuredRtf: () => KeptChoices['measuredRtf'],
): ChoiceKeeper {
  const waiting = new Map<keyof KeptChoices, { changed: boolean }>()
  let saidFailure = false

  function write(key: keyof KeptChoices): void {
    settings.write(key, pick[key](get(), measuredRtf())).catch((thrown: unknown) => {
      if (saidFailure) return
      saidFailure = true
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    })
  }

  return {
    keep(key) {
      const burst = waiting.get(key)
      if (burst) {
        burst.changed = true
        return
      }
      const started = { changed: false }
      waiting.set(key, started)
      write(key)
      setTimeout(() => {
        waiting.delete(key)
        if (started.changed) write(key)
      }, WRITE_EVERY_MS)
    },
  }
}
