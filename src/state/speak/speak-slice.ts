import { DEFAULT_SPEAK_SETTINGS, type SpeakSettings } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'
import type { SavedTake, SavedVoice } from '../../shared/protocol/records'
import { withoutCode } from '../../shared/text/normaliser/document/markup'
import { findSpeakableProblem, type SpeakableProblem } from '../../shared/text/speakable'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import { existingTake, type TakesSlice } from '../history/takes-slice'
import type { ChoiceKeeper } from '../kept-choices'
import type { ModelsSlice } from '../models/models-slice'
import type { GetState, SetSlice } from '../slice'
import { voiceById, voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import { rolesOf, type CastSlice } from './cast-slice'
import type { ChecksSlice } from './checks-slice'
import type { PronunciationsSlice } from './pronunciations-slice'
import type { ReadingSlice } from './reading-slice'
import { readingOf } from './script-reading'
import { takeScript, type SpokenScript } from './spoken-script'

export interface SpeakSlice {
  readonly text: string
  readonly settings: SpeakSettings
  /** False: every "Speak" rolls a new seed. */
  readonly seedPinned: boolean
  /** Blocks of code in the text are not read. */
  readonly leavesOutCode: boolean
  readonly setText: (text: string) => void
  readonly setLeavesOutCode: (leavesOut: boolean) => void
  readonly setSettings: (settings: Partial<SpeakSettings>) => void
  readonly setSeedPinned: (pinned: boolean) => void
  /** Draws a new seed. */
  readonly rollSeed: () => void
  /** Loads what is needed, prepares the voice (or takes the kept one), speaks, plays, keeps the take. Call in a click. */
  readonly speak: () => Promise<void>
  /** Same text, voice, engine, settings, seed: the same samples on the same runtime. Call in a click. */
  readonly regenerateTake: (id: string) => Promise<void>
}

export interface SpeakParts {
  readonly services: Pick<AppServices, 'player' | 'newSeed'>
  readonly keeper: ChoiceKeeper
  /** Resolves once what was kept has been read. */
  readonly whenReady: () => Promise<void>
}

type Needed = SpeakSlice & CastSlice & ReadingSlice & ChecksSlice & PronunciationsSlice & ModelsSlice & VoicesSlice & TakesSlice & NoticesSlice

export function createSpeakSlice(
  { services: { player, newSeed }, keeper, whenReady }: SpeakParts,
  set: SetSlice<SpeakSlice>,
  get: GetState<Needed>,
): SpeakSlice {
  const guarded = createGuarded(get)
  keeper.onRestore(({ draft, reading: { seedPinned, ...settings } }) => {
    // Whoever typed while this was read keeps what they typed.
    set({ text: get().text || draft.text, leavesOutCode: draft.leavesOutCode, settings, seedPinned })
  })

  /** The text with its marks and its cast. */
  function scriptOf(text: string, narrator: SavedVoice): SpokenScript | SpeakableProblem {
    const { language, cast, voices, pronunciations } = get()
    const { gapSeconds } = cast
    return readingOf({ text, language, cast: rolesOf(text, cast, narrator.id), ...(cast.isOn && gapSeconds !== null && { gapSeconds }), voices, narrator, pronunciations })
  }

  /** Everything after the click; also called when a pack that a reading waited for is there. */
  function readText(clickedAtMs: number): void {
    const { text, leavesOutCode, language, packs, selectedPackId, selectedVoiceId, executionProvider, threads, refuseReading } = get()
    const said = leavesOutCode ? withoutCode(text) : text
    const problem = findSpeakableProblem(said, language)
    if (problem) {
      refuseReading(problem)
      return
    }
    const voice = voiceById(get(), selectedVoiceId)
    if (!voice) {
      refuseReading({ code: 'voice-missing', detail: 'no voice is chosen' })
      return
    }
    const script = scriptOf(said, voice)
    if ('code' in script) {
      refuseReading(script)
      return
    }
    const status = packs.find(({ pack }) => pack.id === selectedPackId)
    if (!status) {
      refuseReading({ code: 'model-unknown', detail: selectedPackId ?? 'no engine is chosen' })
      return
    }
    const { pack } = status
    if (status.state.phase !== 'ready') {
      get().readOnceReady(pack.id, () => { readText(performance.now()) })
      return
    }
    if (!get().seedPinned) get().rollSeed()
    const { settings, bestOf } = get()
    void get().readAloud({ pack, runtime: { executionProvider, threads }, text, script, language, settings, bestOf, clickedAtMs })
  }

  function readAgain(take: SavedTake): void {
    if (take.guide) throw new MynaError('record-missing', 'the recording that this take follows was not kept')
    const script = takeScript(take, (voice) => voiceOfTake(get(), voice))
    const status = get().packs.find(({ pack }) => pack.id === take.packId)
    if (!status) throw new MynaError('model-unknown', take.packId)
    const { pack, state } = status
    if (state.phase !== 'ready') {
      get().readOnceReady(pack.id, () => void again(() => take))
      return
    }
    const { text, language, settings, bestOf = 1, dub, figures: { executionProvider, threads } } = take
    const clickedAtMs = performance.now()
    void get().readAloud({ pack, runtime: { executionProvider, threads }, text, script, language, settings, bestOf, clickedAtMs, ...(dub && { dub }) })
  }

  const again = (take: () => SavedTake) =>
    guarded(() => {
      readAgain(take())
      return Promise.resolve()
    })

  return {
    text: '',
    settings: DEFAULT_SPEAK_SETTINGS,
    seedPinned: false,
    leavesOutCode: false,

    setText(text) {
      set({ text })
      keeper.keep('draft')
    },

    setLeavesOutCode(leavesOutCode) {
      set({ leavesOutCode })
      keeper.keep('draft')
    },

    setSettings(settings) {
      set({ settings: { ...get().settings, ...settings } })
      keeper.keep('reading')
    },

    setSeedPinned(seedPinned) {
      set({ seedPinned })
      keeper.keep('reading')
    },

    rollSeed() {
      get().setSettings({ seed: newSeed() })
    },

    async speak() {
      // First of all: browsers let sound start only inside the click, before anything is awaited.
      player.unlock()
      const clickedAtMs = performance.now()
      // Whoever clicks while the page still reads what was kept has voice and model a moment later.
      await whenReady()
      readText(clickedAtMs)
    },

    regenerateTake(id) {
      player.unlock()
      return again(() => existingTake(get(), id))
    },
  }
}
