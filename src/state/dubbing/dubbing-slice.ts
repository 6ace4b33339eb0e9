import { errorInfo, MynaError, type ErrorInfo } from '../../shared/protocol/errors'
import type { DubLine, TakeDub } from '../../shared/protocol/records'
import { decodeText } from '../../shared/text/decode-text'
import { readCues } from '../../shared/text/subtitle-cues'
import type { AppServices } from '../app-services'
import type { ModelsSlice } from '../models/models-slice'
import type { NamedFile } from '../record-voice/prompt-draft'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { rolesOf, type CastSlice } from '../speak/cast-slice'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { ReadingSlice } from '../speak/reading-slice'
import type { SpeakSlice } from '../speak/speak-slice'
import { voiceById, type VoicesSlice } from '../voice-library/voices-slice'
import { dubLines } from './dub-lines'
import { dubScript } from './dub-script'

/** Longest film, seconds: a take is held in memory while it is made. */
const MAX_FILM_SECONDS = 2 * 3600

/** A film's lines that are to be spoken. */
export interface Dubbing extends TakeDub {
  /** Of the subtitles. */
  readonly name: string
  /** Of the film that gave the length; null where the last line ends it. */
  readonly filmName: string | null
  /** A line of it was changed here. */
  readonly isEdited: boolean
}

/** Where the lines stand. */
export type DubbingState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }
  | { readonly phase: 'ready'; readonly dubbing: Dubbing; readonly error: ErrorInfo | null }

/** Speaks a film's lines at their times. */
export interface DubbingSlice {
  readonly dubbingState: DubbingState
  /** Reads an SRT or VTT file. */
  readonly openSubtitles: (file: NamedFile) => Promise<void>
  /** The track becomes as long as this video or sound. */
  readonly chooseFilm: (file: NamedFile) => Promise<void>
  readonly setDubLine: (line: number, text: string) => void
  readonly dropDubbing: () => void
  /** Speaks the lines with the chosen voice. Call in a click. */
  readonly speakDubbing: () => Promise<void>
}

export interface DubbingParts {
  readonly services: Pick<AppServices, 'player' | 'readFilmSeconds'>
  readonly acts: RunningActs
  readonly whenReady: () => Promise<void>
}

type Needed = DubbingSlice & SpeakSlice & ReadingSlice & CastSlice & PronunciationsSlice & VoicesSlice & ModelsSlice

export function createDubbingSlice({ services, acts, whenReady }: DubbingParts, set: SetSlice<DubbingSlice>, get: GetState<Needed>): DubbingSlice {
  function held(): Dubbing | null {
    const { dubbingState } = get()
    return dubbingState.phase === 'ready' ? dubbingState.dubbing : null
  }

  async function read(file: NamedFile, signal: AbortSignal): Promise<void> {
    let dubbingState: DubbingState
    try {
      const lines = dubLines(readCues(decodeText(new Uint8Array(await file.arrayBuffer()), TextDecoder)))
      const seconds = lastEnd(lines)
      if (lines.length === 0) throw new MynaError('subtitles-empty', file.name)
      if (seconds > MAX_FILM_SECONDS) throw new MynaError('film-too-long', `${seconds} s`)
      dubbingState = { phase: 'ready', dubbing: { name: file.name, filmName: null, isEdited: false, lines, seconds }, error: null }
    } catch (thrown) {
      dubbingState = { phase: 'failed', error: errorInfo(thrown, 'file-gone') }
    }
    if (!signal.aborted) set({ dubbingState })
  }

  async function measure(film: NamedFile, signal: AbortSignal): Promise<void> {
    if (!held()) return
    let error: ErrorInfo | null = null
    let measured: (dubbing: Dubbing) => Dubbing = (dubbing) => dubbing
    try {
      const seconds = await services.readFilmSeconds(film)
      if (seconds > MAX_FILM_SECONDS) throw new MynaError('film-too-long', `${seconds} s`)
      measured = (dubbing) => ({ ...dubbing, filmName: film.name, seconds: Math.max(seconds, dubbing.lines.at(-1)?.startSeconds ?? 0) })
    } catch (thrown) {
      error = errorInfo(thrown, 'film-unreadable')
    }
    // As it is now: its lines may have been changed meanwhile.
    const dubbing = held()
    if (!signal.aborted && dubbing) set({ dubbingState: { phase: 'ready', dubbing: measured(dubbing), error } })
  }

  /** Everything after the click; also called when a pack that it waited for is there. */
  function speak(clickedAtMs: number): void {
    const { language, pronunciations, cast, voices, packs, selectedPackId, selectedVoiceId, executionProvider, threads, refuseReading } = get()
    const dubbing = held()
    const voice = voiceById(get(), selectedVoiceId)
    const status = packs.find(({ pack }) => pack.id === selectedPackId)
    if (!dubbing || !voice || !status) {
      refuseReading(voice ? { code: 'model-unknown', detail: selectedPackId ?? 'no engine is chosen' } : { code: 'voice-missing', detail: 'no voice is chosen' })
      return
    }
    const { pack } = status
    if (status.state.phase !== 'ready') {
      get().readOnceReady(pack.id, () => { speak(performance.now()) })
      return
    }
    const text = dubbing.lines.map((line) => line.text).join('\n')
    const { script, lines } = dubScript(dubbing.lines, { language, cast: rolesOf(text, cast, voice.id), voices, narrator: voice, pronunciations })
    if (!script) {
      refuseReading({ code: 'text-unspeakable', detail: 'no line has a word' })
      return
    }
    if (!get().seedPinned) get().rollSeed()
    const dub = { seconds: dubbing.seconds, lines }
    void get().readAloud({ pack, runtime: { executionProvider, threads }, text, script, language, settings: get().settings, bestOf: 1, clickedAtMs, dub })
  }

  return {
    dubbingState: { phase: 'idle' },

    openSubtitles: (file) => acts.run('subtitles', (signal) => read(file, signal)),

    chooseFilm: (film) => acts.run('subtitles', (signal) => measure(film, signal)),

    setDubLine(index, text) {
      const dubbing = held()
      if (!dubbing) return
      const lines = dubbing.lines.map((line, at) => (at === index ? { ...line, text } : line))
      set({ dubbingState: { phase: 'ready', dubbing: { ...dubbing, lines, isEdited: true }, error: null } })
    },

    dropDubbing() {
      void acts.stop('subtitles', 'awaited-reading')
      set({ dubbingState: { phase: 'idle' } })
    },

    async speakDubbing() {
      services.player.unlock()
      const clickedAtMs = performance.now()
      await whenReady()
      speak(clickedAtMs)
    },
  }
}

function lastEnd(lines: readonly DubLine[]): number {
  return lines.reduce((latest, { endSeconds }) => Math.max(latest, endSeconds), 0)
}
