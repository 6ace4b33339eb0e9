import { chooseChannel, soundOfUse } from '../../shared/audio/channel-choice'
import { encodeWav16 } from '../../shared/audio/wav'
import type { VoicePrompt } from '../../shared/protocol/engine'
import { errorInfo, isAbort, MynaError, toMynaError, type ErrorInfo } from '../../shared/protocol/errors'
import { MAX_GUIDE_SECONDS } from '../../shared/protocol/inference'
import type { ModelPack } from '../../shared/protocol/model-pack'
import { applyPronunciations } from '../../shared/text/pronunciations'
import { withoutMarks } from '../../shared/text/script/read-script'
import { findSpeakableProblem } from '../../shared/text/speakable'
import type { GuideDoubt } from '../../shared/text/wording/english/guides'
import { activities } from '../../shared/text/wording/english/progress'
import { GUIDE_CONSENT_STATEMENT } from '../../shared/text/wording/english/statements'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { ModelsSlice } from '../models/models-slice'
import { readyTranscriber, transcriberOrAsk } from '../models/transcriber-pack'
import { recordPrompt, untilAborted } from '../record-voice/microphone-recording'
import type { NamedFile, RecordingState } from '../record-voice/prompt-draft'
import type { RecordingSlice } from '../record-voice/recording-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { PlayerSlice } from '../speak/player-slice'
import type { PronunciationsSlice } from '../speak/pronunciations-slice'
import type { ReadingSlice } from '../speak/reading-slice'
import type { SpeakSlice } from '../speak/speak-slice'
import { plainScript } from '../speak/spoken-script'
import { voiceById, type VoicesSlice } from '../voice-library/voices-slice'
import { findingsOf } from './guide-findings'

/** A recording that is to be followed; held in memory only. */
export interface Guide {
  readonly recording: VoicePrompt
  readonly source: 'microphone' | 'file'
  /** Of the file; empty for one that was recorded. */
  readonly name: string
  /** What speaks against it; null until somebody has listened, and for good where nobody can. */
  readonly findings: readonly GuideDoubt[] | null
}

/** Where the recording stands. */
export type GuideState = Exclude<RecordingState, { readonly phase: 'draft' }> | { readonly phase: 'ready'; readonly guide: Guide }

/** Where the words of the recording stand. */
export type GuideWordsState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'listening'; readonly label: string }
  | { readonly phase: 'failed'; readonly error: ErrorInfo }

/** Says words as a recording of them says them. */
export interface GuideSlice {
  readonly guideState: GuideState
  /** What is said in the recording, word for word. */
  readonly guideWords: string
  readonly guideWordsState: GuideWordsState
  readonly recordGuide: () => Promise<void>
  readonly stopRecordingGuide: () => void
  /** Ends what is under way for the recording, or lets go of it. */
  readonly dropGuide: () => void
  readonly openGuide: (file: NamedFile) => Promise<void>
  /** Call inside a gesture. */
  readonly playGuide: () => void
  readonly setGuideWords: (words: string) => void
  /** Without a transcriber it asks for one. */
  readonly transcribeGuide: () => Promise<void>
  readonly stopTranscribingGuide: () => void
  /** The recording as a file of its own. Errors: `record-missing`. */
  readonly guideFile: () => { readonly blob: Blob; readonly fileName: string }
  /** Speaks the words with the chosen voice as the recording says them. `consentGiven` must be true, else `consent-missing`; `wordsAreRight` where what was heard to be wrong is right. Call in a click. */
  readonly sayLikeGuide: (consentGiven: boolean, wordsAreRight?: boolean) => Promise<void>
}

export interface GuideParts {
  readonly services: Pick<AppServices, 'recorder' | 'readSoundFile' | 'player' | 'analysis' | 'transcription' | 'newSeed'>
  readonly acts: RunningActs
  readonly whenReady: () => Promise<void>
}

type Needed = GuideSlice & RecordingSlice & SpeakSlice & ReadingSlice & PlayerSlice & PronunciationsSlice & VoicesSlice & ModelsSlice & NoticesSlice

export function createGuideSlice({ services, acts, whenReady }: GuideParts, set: SetSlice<GuideSlice>, get: GetState<Needed>): GuideSlice {
  const { recorder, player, analysis, transcription } = services
  const guarded = createGuarded(get)
  let finishCapture: () => void = () => undefined

  function heldGuide(): Guide | null {
    const { guideState } = get()
    return guideState.phase === 'ready' ? guideState.guide : null
  }

  function show(guideState: GuideState, signal: AbortSignal): void {
    if (!signal.aborted) set({ guideState })
  }

  /** Makes a recording, by `make`, the one to follow. */
  async function take(make: () => Promise<Omit<Guide, 'findings'>>, signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => { if (!heldGuide()) set({ guideState: { phase: 'idle' } }) }, { once: true })
    try {
      const guide = { ...(await make()), findings: null }
      if (signal.aborted) return
      set({ guideState: { phase: 'ready', guide }, guideWords: '', guideWordsState: { phase: 'idle' } })
      void acts.run('guide-check', (listening) => listen(guide, listening))
      const transcriber = readyTranscriber(get().packs)
      if (transcriber) void writeDown(guide, transcriber)
    } catch (thrown) {
      show(isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', error: errorInfo(thrown, 'microphone-failed') }, signal)
    }
  }

  /** What cannot be heard is not told: the engine refuses what it cannot follow. */
  async function listen(guide: Guide, signal: AbortSignal): Promise<void> {
    const findings = await findingsOf(analysis, guide.recording, () => undefined, signal).catch(() => null)
    if (heldGuide() === guide && !signal.aborted) set({ guideState: { phase: 'ready', guide: { ...guide, findings } } })
  }

  function writeDown({ recording: { samples, sampleRate } }: Guide, pack: ModelPack): Promise<void> {
    return acts.run('guide-words', async (signal) => {
      const tell = (guideWordsState: GuideWordsState) => { if (!signal.aborted) set({ guideWordsState }) }
      signal.addEventListener('abort', () => { set({ guideWordsState: { phase: 'idle' } }) }, { once: true })
      tell({ phase: 'listening', label: activities.openingTranscriber })
      try {
        const { language, guideWords } = get()
        const heard = await transcription.transcribe({ pack, samples, sampleRate, language }, ({ label }) => { tell({ phase: 'listening', label }) }, signal)
        if (signal.aborted) return
        // What the person wrote meanwhile stays.
        set({ guideWordsState: { phase: 'idle' }, ...(get().guideWords === guideWords && { guideWords: heard.text.trim() }) })
      } catch (thrown) {
        tell(isAbort(thrown) ? { phase: 'idle' } : { phase: 'failed', error: errorInfo(thrown, 'transcription-failed') })
      }
    })
  }

  async function recorded(signal: AbortSignal): Promise<Omit<Guide, 'findings'>> {
    const recording = await recordPrompt(recorder, {
      chooseMicrophone: (microphones) => microphones.find(({ deviceId }) => deviceId === get().microphoneId)?.deviceId ?? null,
      onState: (state) => { if (state.phase !== 'draft') show(state, signal) },
      onBegun: (finish) => { finishCapture = finish },
      onInterrupted: get().notifyError,
    }, signal)
    return { recording, source: 'microphone', name: '' }
  }

  async function read(file: NamedFile, signal: AbortSignal): Promise<Omit<Guide, 'findings'>> {
    const onProgress = (fraction: number | null) => { show({ phase: 'decoding', fileName: file.name, fraction }, signal) }
    onProgress(null)
    const { channels, sampleRate } = await untilAborted(services.readSoundFile(file, { signal, onProgress, wholeUpToSeconds: MAX_GUIDE_SECONDS }), signal).catch((thrown: unknown) => {
      const error = toMynaError(thrown, 'audio-undecodable')
      throw error.code === 'audio-too-long' ? new MynaError('guide-too-long', error.detail) : error
    })
    return { recording: { samples: soundOfUse(channels, chooseChannel(channels, sampleRate).best), sampleRate }, source: 'file', name: file.name }
  }

  return {
    guideState: { phase: 'idle' },
    guideWords: '',
    guideWordsState: { phase: 'idle' },

    recordGuide: () =>
      acts.run('recording', (signal) => {
        get().releasePlayer()
        return take(() => recorded(signal), signal)
      }),

    stopRecordingGuide() {
      if (get().guideState.phase === 'recording') finishCapture()
    },

    dropGuide() {
      if (!heldGuide()) void acts.stop('recording', 'decoding')
      void acts.stop('guide-check', 'guide-words')
      if (get().playback?.kind === 'guide') get().stopPlayback()
      set({ guideState: { phase: 'idle' }, guideWords: '', guideWordsState: { phase: 'idle' } })
    },

    openGuide: (file) => acts.run('decoding', (signal) => take(() => read(file, signal), signal)),

    playGuide() {
      const guide = heldGuide()
      if (!guide) return
      player.unlock()
      void acts.run('playback', () => {
        get().playSound({ kind: 'guide' }, guide.recording)
        return Promise.resolve()
      })
    },

    setGuideWords(guideWords) {
      set({ guideWords })
    },

    transcribeGuide: () =>
      guarded(async () => {
        const guide = heldGuide()
        const transcriber = guide && transcriberOrAsk(get())
        if (guide && transcriber) await writeDown(guide, transcriber)
      }),

    stopTranscribingGuide() {
      void acts.stop('guide-words')
    },

    guideFile() {
      const guide = heldGuide()
      if (!guide) throw new MynaError('record-missing', 'no recording is open')
      const { samples, sampleRate } = guide.recording
      return { blob: new Blob([encodeWav16(samples, sampleRate)], { type: 'audio/wav' }), fileName: 'recording.wav' }
    },

    async sayLikeGuide(consentGiven, wordsAreRight = false) {
      player.unlock()
      const clickedAtMs = performance.now()
      await whenReady()
      say({ consentGiven, wordsAreRight }, clickedAtMs)
    },
  }

  /** Everything after the click; also called when a pack that it waited for is there. */
  function say(person: { readonly consentGiven: boolean; readonly wordsAreRight: boolean }, clickedAtMs: number): void {
    const { guideWords: text, language, pronunciations, packs, selectedPackId, selectedVoiceId, executionProvider, threads, refuseReading } = get()
    const guide = heldGuide()
    const voice = voiceById(get(), selectedVoiceId)
    const status = packs.find(({ pack }) => pack.id === selectedPackId)
    const problem = refusalOf({ hasGuide: guide !== null, consentGiven: person.consentGiven, hasVoice: voice !== null }) ?? findSpeakableProblem(withoutMarks(text), language)
    if (!guide || !voice || !status || problem) {
      refuseReading(problem ?? { code: 'model-unknown', detail: selectedPackId ?? 'no engine is chosen' })
      return
    }
    const { pack } = status
    if (status.state.phase !== 'ready') {
      get().readOnceReady(pack.id, () => { say(person, performance.now()) })
      return
    }
    if (!get().seedPinned) get().rollSeed()
    const { recording, source } = guide
    const facts = {
      source,
      seconds: recording.samples.length / recording.sampleRate,
      consent: { statement: GUIDE_CONSENT_STATEMENT, givenAt: new Date().toISOString() },
      voiceConsent: voice.consent,
    }
    const script = plainScript(applyPronunciations(withoutMarks(text), pronunciations, language), voice)
    void get().readAloud({
      pack, runtime: { executionProvider, threads }, text, script, language, settings: get().settings, bestOf: 1, clickedAtMs, guide: { recording: { ...recording, isTrusted: person.wordsAreRight }, facts },
    })
  }
}

function refusalOf({ hasGuide, consentGiven, hasVoice }: { readonly hasGuide: boolean; readonly consentGiven: boolean; readonly hasVoice: boolean }): ErrorInfo | null {
  if (!hasGuide) return { code: 'record-missing', detail: 'no recording is open' }
  if (!consentGiven) return { code: 'consent-missing', detail: 'of whoever is heard in the recording' }
  return hasVoice ? null : { code: 'voice-missing', detail: 'no voice is chosen' }
}
