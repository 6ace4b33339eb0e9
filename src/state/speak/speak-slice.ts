import { DEFAULT_SPEAK_SETTINGS, type EngineDescription, type SpeakSettings, type StageTiming } from '../../shared/protocol/engine'
import type { ErrorInfo } from '../../shared/protocol/errors'
import { applyPronunciations } from '../../shared/text/pronunciations'
import { findSpeakableProblem } from '../../shared/text/speakable'
import type { AppServices } from '../app-services'
import type { ChoiceKeeper } from '../choice-keeper'
import type { Reader } from './reading-slice'
import type { GetState, SetState } from '../slice'
import type { PlayerState } from '../../services/services'
import type { RuntimeInfo } from '../../shared/protocol/inference'
import type { TakeFigures } from '../../shared/protocol/records'
import type { PlaybackSource } from './player-slice'
import type { SpeakState } from './reading'

export interface SpeakSlice {
  readonly text: string
  readonly language: string
  readonly settings: SpeakSettings
  /** False: every "Speak" rolls a new seed. */
  readonly seedPinned: boolean
  readonly speakState: SpeakState
  readonly player: PlayerState
  readonly playback: PlaybackSource | null
  /** Figures of the reading in progress or the last one. */
  readonly figures: TakeFigures | null
  readonly liveStages: readonly StageTiming[]
  readonly engine: EngineDescription | null
  readonly runtime: RuntimeInfo | null
  readonly setText: (text: string) => void
  readonly setLanguage: (language: string) => void
  readonly setSettings: (settings: Partial<SpeakSettings>) => void
  readonly setSeedPinned: (pinned: boolean) => void
  /** Draws a new seed. */
  readonly rollSeed: () => void
  /** Loads what is needed, prepares the voice (or takes the kept one), speaks, plays, keeps the take. Call in a click. */
  readonly speak: () => Promise<void>
  /** Stops sound and generation at once; what exists is kept as an incomplete take. */
  readonly stopSpeaking: () => void
  /** Silence, without touching a generation that runs. */
  readonly stopPlayback: () => void
  readonly pausePlayback: () => void
  readonly resumePlayback: () => void
  readonly seek: (seconds: number) => void
  /** The outline of what the player holds, for drawing: see `Envelope`. */
  readonly envelope: () => Float32Array
}

export function createSpeakSlice(
  services: AppServices,
  reader: Reader,
  keeper: ChoiceKeeper,
  set: SetState,
  get: GetState,
): SpeakSlice {
  const { player } = services

  /** Everything after the click; also called when a pack that a reading waited for is there. */
  function readText(clickedAtMs: number): void {
    const { text, language, pronunciations, packs, selectedPackId, voices, selectedVoiceId, executionProvider, threads } = get()
    const fail = (error: ErrorInfo) => {
      reader.stop()
      set({ speakState: { phase: 'failed', error } })
    }
    const problem = findSpeakableProblem(text, language)
    if (problem) {
      fail(problem)
      return
    }
    const voice = voices.find(({ id }) => id === selectedVoiceId)
    if (!voice) {
      fail({ code: 'voice-missing', detail: 'no voice is chosen' })
      return
    }
    const status = packs.find(({ pack }) => pack.id === selectedPackId)
    if (!status) {
      fail({ code: 'model-unknown', detail: selectedPackId ?? 'no engine is chosen' })
      return
    }
    const { pack } = status
    if (status.state.phase !== 'ready') {
      reader.awaitPack(pack.id, () => { readText(performance.now()) })
      get().requestPack(pack.id)
      return
    }
    if (!get().seedPinned) get().rollSeed()
    const { settings, bestOf } = get()
    const spokenText = applyPronunciations(text, pronunciations, language)
    void reader.read({ pack, runtime: { executionProvider, threads }, voice, text, spokenText, language, settings, bestOf, clickedAtMs })
  }

  return {
    text: '',
    language: 'en-US',
    settings: DEFAULT_SPEAK_SETTINGS,
    seedPinned: false,
    speakState: { phase: 'idle' },
    player: player.state(),
    playback: null,
    figures: null,
    liveStages: [],
    engine: null,
    runtime: null,

    setText(text) {
      set({ text })
      keeper.keep('draft')
    },

    setLanguage(language) {
      set({ language })
      keeper.keep('draft')
    },

    setSettings(settings) {
      set((state) => ({ settings: { ...state.settings, ...settings } }))
      keeper.keep('reading')
    },

    setSeedPinned(seedPinned) {
      set({ seedPinned })
      keeper.keep('reading')
    },

    rollSeed() {
      get().setSettings({ seed: services.newSeed() })
    },

    async speak() {
      // First of all: browsers let sound start only inside the click, before anything is awaited.
      player.unlock()
      const clickedAtMs = performance.now()
      // Whoever clicks while the page still reads what was kept has voice and model a moment later.
      if (!get().ready) await get().whenReady()
      readText(clickedAtMs)
    },

    stopSpeaking() {
      reader.stop()
    },

    stopPlayback() {
      player.stop()
      // A reading stays in its place, to be heard again; a prompt that was listened to leaves none.
      const kind = get().playback?.kind
      if (kind === 'draft' || kind === 'prompt' || kind === 'sample') set({ playback: null })
    },

    pausePlayback() {
      player.pause()
    },

    resumePlayback() {
      player.unlock()
      player.resume()
    },

    envelope: () => player.envelope(),

    seek(seconds) {
      player.seek(seconds)
    },
  }
}
