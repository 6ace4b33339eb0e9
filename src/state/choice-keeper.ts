import { errorInfo } from '../shared/protocol/errors'
import type { SettingsRepository } from '../shared/storage/services'
import type { AppState } from './app-state'
import { defaultChoices, keptChoice, readKeptChoices, type ChoiceKeeper, type KeptChoices, type SharedChoice } from './kept-choices'
import type { GetState } from './slice'

/** A burst of changes (typing, a slider) becomes one write at its start and one at its end. */
const WRITE_EVERY_MS = 400

type OwnChoice = Exclude<keyof KeptChoices, SharedChoice>

const pick: { readonly [Key in OwnChoice]: (state: AppState, measuredRtf: KeptChoices['measuredRtf']) => KeptChoices[Key] } = {
  draft: ({ text, language, leavesOutCode, cast: { roles, ...cast } }) => ({ text, language, leavesOutCode, cast: { ...cast, roles: [...roles] } }),
  reading: ({ settings, seedPinned }) => ({ ...settings, seedPinned }),
  choices: (state) => ({
    voiceId: state.selectedVoiceId,
    packId: state.selectedPackId,
    executionProvider: state.executionProvider,
    threads: state.threads,
    microphoneId: state.microphoneId,
  }),
  acceptedLicences: ({ acceptedLicences }) => [...acceptedLicences],
  hubToken: ({ hubToken, keepsHubToken }) => (keepsHubToken ? hubToken : null),
  checking: ({ checksReadings, retryLimit, bestOf }) => ({ checksReadings, retryLimit, bestOf }),
  learning: ({ learnsSavedVoices }) => ({ learnsSavedVoices }),
  listening: ({ playbackSpeed, leftOffAt }) => ({ playbackSpeed, leftOffAt }),
  deviceSpeed: ({ deviceSpeed }) => deviceSpeed,
  soundFiles: ({ soundChoice }) => soundChoice,
  measuredRtf: (_state, measuredRtf) => measuredRtf,
}

/** The first failure to write is said, the later ones would only repeat it. */
export function createChoiceKeeper(
  settings: SettingsRepository,
  get: GetState<AppState>,
  measuredRtf: () => KeptChoices['measuredRtf'],
): ChoiceKeeper {
  const waiting = new Map<OwnChoice, { changed: boolean }>()
  const listeners: ((kept: KeptChoices) => void)[] = []
  let saidFailure = false
  /** What could not be read is still there, and must not be written over. */
  let isUnread = false

  function write(key: OwnChoice): void {
    if (isUnread) return
    settings.write(key, pick[key](get(), measuredRtf())).catch((thrown: unknown) => {
      if (saidFailure) return
      saidFailure = true
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    })
  }

  async function read(): Promise<KeptChoices> {
    try {
      const kept = await readKeptChoices(settings)
      isUnread = false
      return kept
    } catch (thrown) {
      isUnread = true
      get().notifyError(errorInfo(thrown, 'internal'))
      return defaultChoices
    }
  }

  return {
    onRestore(listener) {
      listeners.push(listener)
    },

    async restore() {
      const kept = await read()
      for (const listener of listeners) listener(kept)
      return kept
    },

    read: async (key) => keptChoice(key, await settings.read(key)),

    change: (key, changed) => settings.change(key, (kept) => changed(keptChoice(key, kept))),

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
