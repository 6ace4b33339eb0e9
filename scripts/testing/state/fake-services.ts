import type { AnalysisService, ExportService, HeardNow, InferenceService, MediaKeyActions, MediaKeysService, PlayerService, PlayerState, RecorderService, SoundFile, TranscriptionService } from '../../../src/services/services'
import type { Disturbances, EmbedRequest } from '../../../src/shared/protocol/analysis'
import type { PreparedVoice, RefinedVoice, SpeakEvent, SpeakSummary, VoicePrompt } from '../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../src/shared/protocol/errors'
import type { DesignRequest, KernelSpeed, LearnedStretch, LearningState, LearnRequest, LoadedEngine, MixRequest, Progress, RefineRequest, SpeakRequest } from '../../../src/shared/protocol/inference'
import type { ModelPack, PackStatus } from '../../../src/shared/protocol/model-pack'
import type { LineFacts, LineSound, Project, ProjectChapter } from '../../../src/shared/protocol/project'
import type { ComparisonVote, KeptLearning, OpenReading, SavedTake, SavedVoice, TakePiece } from '../../../src/shared/protocol/records'
import type { ExportRequest } from '../../../src/shared/protocol/sound-export'
import type { TranscribeRequest } from '../../../src/shared/protocol/transcription'
import { projectFileCodec } from '../../../src/shared/storage/project-file'
import type { ProjectRepository } from '../../../src/shared/storage/services'
import { encodeWav16 } from '../../../src/shared/audio/wav'
import type { AppServices, UpdateListeners } from '../../../src/state/app-services'

/** Services that keep everything in memory and do only what a test tells them to. */

export const SAMPLE_RATE = 24_000

export const testPack: ModelPack = {
  id: 'starter',
  engine: 'kokoro',
  name: 'Starter',
  description: 'Speaks.',
  languages: ['en-US', 'en-GB'],
  licence: 'Apache-2.0',
  licenceUrl: 'https://licence.example/',
  credit: 'Somebody',
  terms: '',
  sources: ['models/starter/'],
  files: [{ path: 'model.onnx', sizeBytes: 1000, sha256: null }],
}

export const transcriberPack: ModelPack = {
  ...testPack,
  id: 'whisper',
  engine: 'whisper',
  name: 'Whisper',
  sources: ['models/whisper/'],
  files: [{ path: 'config.json', sizeBytes: 1000, sha256: null }],
}

export function packStatus(phase: 'ready' | 'absent', pack = testPack): PackStatus {
  return { pack, totalBytes: 1000, state: { phase, receivedBytes: phase === 'ready' ? 1000 : 0 } }
}

/** A voice-like prompt: bursts of a 150 Hz buzz with pauses between them. */
export function buzz(seconds: number): VoicePrompt {
  const samples = Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, index) => {
    const time = index / SAMPLE_RATE
    const loud = time % 0.8 < 0.6 ? 0.3 : 0
    return loud * (2 * ((time * 150) % 1) - 1)
  })
  return { samples, sampleRate: SAMPLE_RATE }
}

/** What reading a file gives that holds just this. */
export function soundFile({ samples, sampleRate }: VoicePrompt): SoundFile {
  return { channels: [samples], sampleRate, startSeconds: 0, fileSeconds: samples.length / sampleRate, track: { number: 1, count: 1 }, lostSeconds: 0, isCutOff: false }
}

export function testVoice(id: string, name = id): SavedVoice {
  return {
    id,
    name,
    createdAt: '2026-01-02T03:04:05.000Z',
    promptWav: encodeWav16(buzz(2).samples, SAMPLE_RATE),
    promptSeconds: 2,
    promptSha256: `sha-${id}`,
    source: 'microphone',
    consent: { statement: 'Agreed.', givenAt: '2026-01-02T03:04:05.000Z' },
  }
}

/** A promise that the test settles, and that ends by itself when the signal is aborted. */
export interface Held<T> {
  readonly promise: Promise<T>
  resolve(value: T): void
  reject(error: Error): void
}

export function held<T>(signal?: AbortSignal): Held<T> {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((...settle) => { [resolve, reject] = settle })
  const abort = () => { reject(new MynaError('aborted')) }
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  return { promise, resolve, reject }
}

/** Loads and prepares at once unless told to hold; `speak` waits for the test's events. */
export class FakeInference implements InferenceService {
  holdLoad: Held<LoadedEngine> | null = null
  wantsLoadHeld = false
  wantsPrepareHeld = false
  /** Voices speak before they were heard. */
  preparesUnheard = false
  prepared = 0
  requests: SpeakRequest[] = []
  private onEvent: (event: SpeakEvent) => void = () => undefined
  private speaking: Held<SpeakSummary> | null = null
  private respawnListener: () => void = () => undefined

  loaded(): LoadedEngine {
    return {
      description: {
        engineId: 'kokoro',
        packId: testPack.id,
        name: 'Starter',
        clones: false,
        languages: testPack.languages,
        sampleRate: SAMPLE_RATE,
        licence: '',
        credit: '',
        downloadBytes: 1000,
        executionProviders: ['wasm'],
        streams: true,
        maxPromptSeconds: 30,
      },
      runtime: { executionProvider: 'wasm', threads: 2, sharesMemory: true },
      packKey: 'starter-key',
      loadMs: 1,
    }
  }

  load: InferenceService['load'] = (_request, _onProgress, signal) => {
    if (!this.wantsLoadHeld) return Promise.resolve(this.loaded())
    this.holdLoad = held(signal)
    return this.holdLoad.promise
  }

  /** Devices are measured as fast as this, or cannot be. */
  speed: KernelSpeed | null = { rounded: 20e9, float: 24e9 }
  measured = 0

  measureSpeed: InferenceService['measureSpeed'] = () => {
    this.measured += 1
    return this.speed ? Promise.resolve(this.speed) : Promise.reject(new MynaError('model-missing', 'no network'))
  }

  prepareVoice: InferenceService['prepareVoice'] = (_prompt, _onProgress, signal) => {
    this.prepared += 1
    if (this.wantsPrepareHeld) return held<never>(signal).promise
    const voice = { engineId: 'kokoro' as const, packKey: 'starter-key', format: 1, data: new ArrayBuffer(4), summary: '', ...(this.preparesUnheard && { unheard: new ArrayBuffer(8) }) }
    return Promise.resolve({ voice, stages: [{ stage: 'prompt-encode' as const, totalMs: 5, calls: 1, frames: 0 }] })
  }

  /** Voices that were heard; `confirms` says what comes of it. */
  readonly confirmed: PreparedVoice[] = []
  confirms: (voice: PreparedVoice, signal: AbortSignal) => Promise<PreparedVoice> = ({ engineId, packKey, format, data, summary }) => Promise.resolve({ engineId, packKey, format, data, summary })

  confirmVoice: InferenceService['confirmVoice'] = (voice, _onProgress, signal) => {
    this.confirmed.push(voice)
    return this.confirms(voice, signal)
  }

  /** The refinement that runs, held until the test ends it. */
  refining: (Held<RefinedVoice> & { readonly request: RefineRequest; report(progress: Progress): void }) | null = null

  refineVoice: InferenceService['refineVoice'] = (request, report, signal) => {
    const waiting = held<RefinedVoice>(signal)
    this.refining = { ...waiting, request, report }
    return waiting.promise
  }

  /** What was asked to be mixed; the mixture is empty. */
  readonly mixed: MixRequest[] = []

  mixVoices: InferenceService['mixVoices'] = (request) => {
    this.mixed.push(request)
    return Promise.resolve({ engineId: 'kokoro', packKey: 'starter-key', format: 2, data: new ArrayBuffer(16), summary: 'mixed' })
  }

  /** What was asked to be designed; what comes of it is empty. */
  readonly designed: DesignRequest[] = []

  designVoice: InferenceService['designVoice'] = (request) => {
    this.designed.push(request)
    const voice = { engineId: 'kokoro' as const, packKey: 'starter-key', format: 2, data: new ArrayBuffer(16), summary: 'designed' }
    return Promise.resolve({ voice, likeness: request.timbre?.hiddenFrom ? 0.1 : null })
  }

  carryLearned: InferenceService['carryLearned'] = ({ to }) => Promise.resolve(to)

  /** The stretch of a lesson that runs, held until the test ends it. */
  learning: (Held<LearnedStretch> & { readonly request: LearnRequest; report(progress: Progress): void; tell(state: LearningState): void }) | null = null
  released = 0

  learnVoice: InferenceService['learnVoice'] = (request, report, tell, signal) => {
    const waiting = held<LearnedStretch>(signal)
    this.learning = { ...waiting, request, report, tell }
    return waiting.promise
  }

  release(): void {
    this.released += 1
  }

  speak: InferenceService['speak'] = (request, onEvent, signal) => {
    this.requests.push(request)
    this.onEvent = onEvent
    this.speaking = held(signal)
    return this.speaking.promise
  }

  send(event: SpeakEvent): void {
    this.onEvent(event)
  }

  /** One second of sound for each of `chunks` sentences of which those from `from` to `made` come. */
  sendChunks(chunks: number, made: number, from = 0): void {
    this.send({ type: 'plan', chunks: Array.from({ length: chunks }, () => ({ text: 'x', estimatedSeconds: 1 })) })
    for (let chunkIndex = from; chunkIndex < made; chunkIndex++) {
      this.send({ type: 'audio', chunkIndex, samples: new Float32Array(SAMPLE_RATE).fill(0.1), endsChunk: true })
    }
  }

  finish(sampleCount: number, wallMs: number): void {
    const stages = [{ stage: 'synthesis' as const, totalMs: wallMs, calls: 1, frames: 0 }]
    this.speaking?.resolve({ sampleCount, sampleRate: SAMPLE_RATE, wallMs, stages, executionProvider: 'wasm', threads: 2 })
  }

  crash(): void {
    this.speaking?.reject(new MynaError('worker-crashed', 'the worker died'))
    this.respawnListener()
  }

  onRespawn(listener: () => void): () => void {
    this.respawnListener = listener
    return () => undefined
  }

  dispose(): void {
    this.speaking = null
  }
}

/** A player that has nothing to say. */
export const silentPlayer: PlayerState = {
  phase: 'idle',
  positionSeconds: 0,
  availableSeconds: 0,
  durationSeconds: 0,
  generating: false,
  workSecondsLeft: null,
  bankTargetSeconds: 0,
  underruns: 0,
  ttfaMs: null,
  sharedMemory: true,
  error: null,
}

/** Keeps what it is given and remembers what it was asked, in order. */
/** Remembers what the system was told, and lets a test press its keys. */
export class FakeMediaKeys implements MediaKeysService {
  readonly shown: (HeardNow | null)[] = []
  actions: MediaKeyActions | null = null

  listen(actions: MediaKeyActions): void {
    this.actions = actions
  }

  show(now: HeardNow | null): void {
    this.shown.push(now)
  }
}

export class FakePlayer implements PlayerService {
  readonly calls: string[] = []
  rtf: number | null = null
  private current = silentPlayer
  private samples: Float32Array[] = []
  private listener: (state: PlayerState) => void = () => undefined

  change(state: Partial<PlayerState>): void {
    this.current = { ...this.current, ...state }
    this.listener(this.current)
  }

  unlock(): void {
    this.calls.push('unlock')
  }

  begin: PlayerService['begin'] = ({ kept = [] }) => {
    this.calls.push('begin')
    this.samples = [...kept]
    this.change({ ...silentPlayer, phase: 'banking', generating: true })
  }

  plan: PlayerService['plan'] = (_chunks, rtf) => {
    this.rtf = rtf
  }

  append(samples: Float32Array): void {
    this.samples.push(samples)
    this.change({ phase: 'playing', ttfaMs: 123 })
  }

  setSpeed(speed: number): void {
    this.calls.push(`speed ${speed}`)
  }

  finish(): void {
    this.calls.push('finish')
    this.change({ generating: false })
  }

  playTake(samples: Float32Array): void {
    this.calls.push('playTake')
    this.samples = [samples]
    this.change({ ...silentPlayer, phase: 'playing' })
  }

  pause(): void {
    this.change({ phase: 'paused' })
  }

  resume(): void {
    this.change({ phase: 'playing' })
  }

  seek(seconds: number): void {
    this.change({ positionSeconds: seconds })
  }

  stop(): void {
    this.calls.push('stop')
    this.change({ phase: 'idle' })
  }

  clear(): void {
    this.calls.push('clear')
    this.samples = []
    this.change({ phase: 'idle', availableSeconds: 0, durationSeconds: 0 })
  }

  /** Everything it was given for the newest sound. */
  given(): Float32Array {
    return Float32Array.from(this.samples.flatMap((samples) => [...samples]))
  }

  state(): PlayerState {
    return this.current
  }

  envelope(): Float32Array {
    return new Float32Array(0)
  }

  subscribe(listener: (state: PlayerState) => void): () => void {
    const before = this.listener
    this.listener = (state) => {
      before(state)
      listener(state)
    }
    return () => undefined
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }
}

/** Gives the prompt it was loaded with, or fails with the error it was loaded with. */
export class FakeRecorder implements RecorderService {
  prompt = buzz(8)
  failure: MynaError | null = null
  cancelled = 0
  report: Parameters<RecorderService['start']>[1] = () => undefined
  interrupt: NonNullable<Parameters<RecorderService['start']>[2]> = () => undefined

  microphones: RecorderService['microphones'] = () =>
    this.failure ? Promise.reject(this.failure) : Promise.resolve([{ deviceId: 'built-in', label: 'Built-in' }])

  start: RecorderService['start'] = (_deviceId, onLevel, onInterrupted) => {
    this.report = onLevel
    this.interrupt = onInterrupted ?? this.interrupt
    return Promise.resolve({ sampleRate: 48_000, channelCount: 1, processingLeftOn: [], label: 'Built-in' })
  }

  stop(): Promise<VoicePrompt> {
    return Promise.resolve(this.prompt)
  }

  cancel(): Promise<void> {
    this.cancelled += 1
    return Promise.resolve()
  }
}

/** Hears what it was told to hear, recording by recording, or fails with what it was told to fail with. */
export class FakeTranscription implements TranscriptionService {
  /** What is heard next; once it is empty, nothing is heard. */
  hears: string[] = []
  failure: MynaError | null = null
  wantsHeld = false
  readonly requests: TranscribeRequest[] = []

  transcribe: TranscriptionService['transcribe'] = (request, _onProgress, signal) => {
    this.requests.push(request)
    if (this.wantsHeld) return held<never>(signal).promise
    if (this.failure) return Promise.reject(this.failure)
    const text = this.hears.shift() ?? ''
    const words = text.split(' ').filter((word) => word !== '').map((word, index) => ({ text: word, startSeconds: index / 4, endSeconds: (index + 1) / 4 }))
    return Promise.resolve({ text, language: request.language ?? 'en', words })
  }

  dispose(): void {
    this.hears = []
  }
}

export class FakeAnalysis implements AnalysisService {
  /** Embeddings to give, one a call; once they are used up, every voice is the same one. */
  voices: Float32Array[] = []
  failure: MynaError | null = null
  readonly requests: EmbedRequest[] = []

  /** What is heard in each frame of every recording; null: speech wherever there is sound. */
  likelihood: number | null = null
  /** Recordings that were listened to for speech, and those whose noise was taken away. */
  readonly heard: EmbedRequest[] = []
  readonly cleaned: EmbedRequest[] = []
  wantsCleaningHeld = false

  embedSpeech: AnalysisService['embedSpeech'] = (request) => {
    this.requests.push(request)
    if (this.failure) return Promise.reject(this.failure)
    return Promise.resolve(this.voices.shift() ?? Float32Array.of(1, 0))
  }

  /** What the ear that only tells hears, one a call; then every voice is the same one. */
  toldVoices: Float32Array[] = []

  hearVoice: AnalysisService['hearVoice'] = () => (this.failure ? Promise.reject(this.failure) : Promise.resolve(this.toldVoices.shift() ?? Float32Array.of(1, 0)))

  findSpeech: AnalysisService['findSpeech'] = (request) => {
    this.heard.push(request)
    if (this.failure) return Promise.reject(this.failure)
    const { samples, sampleRate } = request
    const frame = 0.032 * sampleRate
    return Promise.resolve(
      Float32Array.from({ length: Math.floor(samples.length / frame) }, (_, index) =>
        this.likelihood ?? Number(samples.subarray(Math.round(index * frame), Math.round((index + 1) * frame)).some((sample) => sample !== 0))),
    )
  }

  /** What sounds together with the speech of every recording. */
  disturbances: Disturbances = { music: [], voices: [] }

  findDisturbances: AnalysisService['findDisturbances'] = () => (this.failure ? Promise.reject(this.failure) : Promise.resolve(this.disturbances))

  /** Halves what it is given, so that a test can tell it from the original. */
  suppressNoise: AnalysisService['suppressNoise'] = (request, signal) => {
    this.cleaned.push(request)
    if (this.wantsCleaningHeld) return held<never>(signal).promise
    if (this.failure) return Promise.reject(this.failure)
    return Promise.resolve(request.samples.map((sample) => sample / 2))
  }

  dispose(): void {
    this.voices = []
  }
}

/** Writes WAV, whatever it is asked for, and remembers that. */
export class FakeExporter implements ExportService {
  readonly requests: ExportRequest[] = []
  wantsHeld = false

  write: ExportService['write'] = async (request, source, onProgress, signal) => {
    this.requests.push(request)
    onProgress(0.5)
    if (this.wantsHeld) return held<never>(signal).promise
    const pieces = await Promise.all(request.parts.map(({ sampleCount }, part) => source.read(part, 0, sampleCount)))
    return new Blob(pieces.map((samples) => encodeWav16(samples, SAMPLE_RATE)))
  }

  writeTo: ExportService['writeTo'] = async (place, ...call) => {
    const file = await this.write(...call)
    const stream = await place.createWritable()
    await stream.write({ type: 'write', position: 0, data: new Uint8Array(await file.arrayBuffer()) })
    await stream.close()
  }

  writesOpus: ExportService['writesOpus'] = () => Promise.resolve(false)
}

export interface FakeServices extends AppServices {
  readonly exporter: FakeExporter
  readonly transcription: FakeTranscription
  readonly analysis: FakeAnalysis
  readonly inference: FakeInference
  readonly learning: FakeInference
  readonly player: FakePlayer
  readonly mediaKeys: FakeMediaKeys
  readonly recorder: FakeRecorder
  readSoundFile: AppServices['readSoundFile']
  readFilmSeconds: AppServices['readFilmSeconds']
  readonly kept: {
    readonly settings: Map<string, unknown>
    voices: SavedVoice[]
    takes: SavedTake[]
    votes: ComparisonVote[]
    prepared: Set<string>
    open: OpenReading[]
    lessons: KeptLearning[]
    pieces: TakePiece[]
    projects: Project[]
    chapters: ProjectChapter[]
    lines: { facts: LineFacts; sound: LineSound | null }[]
    /** Sound that was kept in one, by take. */
    readonly savedSamples: Map<string, Float32Array>
  }
  /** Set to make every further write fail. */
  readonly disk: { failure: Error | null }
  readonly packs: { statuses: PackStatus[]; report: (status: PackStatus) => void; downloads: string[]; tokens: string[] }
  readonly updateEvents: { listeners: UpdateListeners | null; applied: number }
}

export interface FakeStart {
  readonly voices?: readonly SavedVoice[]
  /** Whether the one pack is on the device. */
  readonly pack?: 'ready' | 'absent'
  /** Whether a transcriber is listed, and whether it is on the device. */
  readonly transcriber?: 'ready' | 'absent'
}

export function createFakeServices({ voices = [testVoice('ada')], pack = 'ready', transcriber }: FakeStart = {}): FakeServices {
  const kept: FakeServices['kept'] = {
    settings: new Map<string, unknown>(),
    voices: [...voices],
    takes: [],
    votes: [],
    prepared: new Set<string>(),
    open: [],
    lessons: [],
    pieces: [],
    projects: [],
    chapters: [],
    lines: [],
    savedSamples: new Map<string, Float32Array>(),
  }
  const disk = { failure: null as Error | null }
  const packs: FakeServices['packs'] = {
    statuses: [packStatus(pack), ...(transcriber ? [packStatus(transcriber, transcriberPack)] : [])],
    report: () => undefined,
    downloads: [],
    tokens: [],
  }
  const updateEvents: FakeServices['updateEvents'] = { listeners: null, applied: 0 }
  const write = (act: () => void) => {
    if (disk.failure) return Promise.reject(toMynaError(disk.failure))
    act()
    return Promise.resolve()
  }
  async function changeVoice(id: string, change: (voice: SavedVoice) => SavedVoice): Promise<SavedVoice> {
    const voice = kept.voices.find((candidate) => candidate.id === id)
    if (!voice) throw new MynaError('record-missing')
    const changed = change(voice)
    await write(() => { kept.voices = kept.voices.map((other) => (other.id === id ? changed : other)) })
    return changed
  }
  const isOpen = (id: string) => kept.open.some(({ facts }) => facts.id === id)
  const whileOpen = (id: string, act: () => void) => (isOpen(id) ? write(act) : Promise.reject(new MynaError('record-missing', `open reading ${id}`)))
  const statusOf = (id: string) => Promise.resolve(packs.statuses.find((status) => status.pack.id === id) ?? packStatus('absent'))
  const inference = new FakeInference()
  let nextId = 0
  return {
    kept,
    disk,
    packs,
    updateEvents,
    inference,
    learning: new FakeInference(),
    transcription: new FakeTranscription(),
    analysis: new FakeAnalysis(),
    documents: { read: () => Promise.reject(new MynaError('document-unknown')) },
    gpuTest: { test: () => Promise.resolve('done' as const), dispose: () => undefined },
    exporter: new FakeExporter(),
    player: new FakePlayer(),
    mediaKeys: new FakeMediaKeys(),
    recorder: new FakeRecorder(),
    readFilmSeconds: () => Promise.resolve(30),
    readSoundFile: () => Promise.resolve(soundFile(buzz(20))),
    readShipped: () => Promise.resolve(new Blob(['sound'])),
    models: {
      open: (onStatus) => {
        packs.report = onStatus
        return Promise.resolve(packs.statuses)
      },
      download: (id, token) => {
        if (token !== null) packs.tokens.push(token)
        packs.downloads.push(id)
        return statusOf(id)
      },
      pause: statusOf,
      remove: statusOf,
      verify: statusOf,
      setLanguage: async (id, language) => {
        const status = await statusOf(id)
        return { ...status, pack: { ...status.pack, languages: [language] } }
      },
      rename: async (id, name) => {
        const status = await statusOf(id)
        return { ...status, pack: { ...status.pack, name } }
      },
      lookAt: () => Promise.reject(new MynaError('address-not-found')),
      examine: () => Promise.reject(new MynaError('address-not-found')),
      addPack: (pack) => {
        const status = packStatus('absent', pack)
        packs.statuses = [...packs.statuses, status]
        packs.report(status)
        return Promise.resolve(status)
      },
      findUpdate: () => Promise.resolve(null),
      importFiles: () => Promise.resolve(testPack),
      dispose: () => undefined,
    },
    voices: {
      list: () => Promise.resolve(kept.voices),
      save: (voice) => write(() => { kept.voices = [voice, ...kept.voices] }),
      rename: () => Promise.reject(new MynaError('record-missing')),
      setLearned: (id, learned) => changeVoice(id, (voice) => ({ ...voice, learned })),
      change: changeVoice,
      delete: (id) => write(() => { kept.voices = kept.voices.filter((voice) => voice.id !== id) }),
    },
    preparedVoices: {
      read: (sha, packKey) =>
        Promise.resolve(
          kept.prepared.has(`${sha} ${packKey}`)
            ? { engineId: 'kokoro', packKey, format: 1, data: new ArrayBuffer(4), summary: 'kept' }
            : null,
        ),
      write: (sha, voice) => write(() => { kept.prepared.add(`${sha} ${voice.packKey}`) }),
    },
    learnings: {
      list: () => Promise.resolve(kept.lessons),
      write: (lesson) => write(() => { kept.lessons = [lesson, ...kept.lessons.filter(({ voiceId }) => voiceId !== lesson.voiceId)] }),
      delete: (id) => write(() => { kept.lessons = kept.lessons.filter(({ voiceId }) => voiceId !== id) }),
    },
    takes: {
      list: () => Promise.resolve(kept.takes),
      save: (take, samples) =>
        write(() => {
          kept.takes = [take, ...kept.takes.filter(({ id }) => id !== take.id)]
          kept.savedSamples.set(take.id, samples)
        }),
      update: async (take, samples) => {
        if (!kept.takes.some(({ id }) => id === take.id)) throw new MynaError('record-missing', `take ${take.id}`)
        await write(() => {
          kept.takes = kept.takes.map((other) => (other.id === take.id ? take : other))
          if (samples) kept.savedSamples.set(take.id, samples)
        })
      },
      readSamples: () => Promise.reject(new MynaError('record-missing')),
      delete: (id) => write(() => { kept.takes = kept.takes.filter((take) => take.id !== id) }),
      deleteAll: () => write(() => { kept.takes = [] }),
    },
    openReadings: {
      claim: () => Promise.resolve(() => undefined),
      list: () => Promise.resolve(kept.open),
      begin: (reading) => write(() => { kept.open = [reading, ...kept.open] }),
      addPiece: (piece) => whileOpen(piece.takeId, () => { kept.pieces = [...kept.pieces, piece] }),
      countPieces: (id) => Promise.resolve(isOpen(id) ? kept.pieces.filter(({ takeId }) => takeId === id).length : null),
      readPieces: (id) => Promise.resolve(kept.pieces.filter(({ takeId }) => takeId === id)),
      close: (take) =>
        whileOpen(take.id, () => {
          kept.open = kept.open.filter(({ facts }) => facts.id !== take.id)
          kept.takes = [take, ...kept.takes]
        }),
      discard: (id) =>
        write(() => {
          kept.open = kept.open.filter(({ facts }) => facts.id !== id)
          kept.pieces = kept.pieces.filter(({ takeId }) => takeId !== id)
        }),
    },
    projects: fakeProjects(kept, write),
    wakeLock: { hold: () => () => undefined },
    votes: {
      list: () => Promise.resolve(kept.votes),
      save: (vote) => write(() => { kept.votes = [vote, ...kept.votes] }),
      deleteAll: () => write(() => { kept.votes = [] }),
    },
    settings: {
      read: <T>(key: string) => Promise.resolve((kept.settings.get(key) ?? null) as T | null),
      write: (key, value) => write(() => { kept.settings.set(key, value) }),
      change: async (key, changed) => {
        const next = changed(kept.settings.get(key) ?? null)
        await write(() => { kept.settings.set(key, next) })
        return next
      },
    },
    storage: {
      report: () =>
        Promise.resolve({
          voicesBytes: 0,
          voicesCount: 0,
          takesBytes: 0,
          takesCount: 0,
          projectsBytes: 0,
          projectsCount: 0,
          votesCount: 0,
          modelsBytes: 0,
          partialDownloadsBytes: 0,
          compiledBytes: 0,
          usedBytes: null,
          quotaBytes: null,
          keeps: true, keepsModels: true,
          persisted: false,
        }),
      persist: () => Promise.resolve(true),
      freePartialDownloads: () => Promise.resolve(),
      freeCompiledGraphs: () => Promise.resolve(),
      eraseAll: () =>
        write(() => {
          kept.voices = []
          kept.takes = []
          kept.votes = []
          kept.open = []
          kept.lessons = []
          kept.pieces = []
          kept.projects = []
          kept.chapters = []
          kept.lines = []
          kept.savedSamples.clear()
          kept.prepared.clear()
          kept.settings.clear()
        }),
    },
    voiceFile: {
      encode: () => new Blob(['voice']),
      decode: () => Promise.reject(new MynaError('voice-file-invalid')),
    },
    projectFile: projectFileCodec,
    updates: {
      watch: (listeners) => { updateEvents.listeners = listeners },
      apply: () => { updateEvents.applied += 1 },
    },
    canCompute: () => true,
    newSeed: () => 1000 + nextId++,
    newId: () => `id-${nextId++}`,
  }
}

function fakeProjects(kept: FakeServices['kept'], write: (act: () => void) => Promise<void>): ProjectRepository {
  const isKept = (id: string) => kept.projects.some((project) => project.id === id)
  const whileKept = (id: string, act: () => void) => (isKept(id) ? write(act) : Promise.reject(new MynaError('record-missing', `project ${id}`)))
  const change: ProjectRepository['change'] = async (id, changed) => {
    const project = kept.projects.find((one) => one.id === id)
    if (!project) throw new MynaError('record-missing', `project ${id}`)
    const after = changed(project)
    await write(() => { kept.projects = kept.projects.map((one) => (one.id === id ? after : one)) })
    return after
  }
  return {
    claim: () => Promise.resolve(() => undefined),
    list: () => Promise.resolve(kept.projects),
    read: (id) => {
      const project = kept.projects.find((one) => one.id === id)
      if (!project) return Promise.reject(new MynaError('record-missing', `project ${id}`))
      const chapters = project.chapterIds.flatMap((chapterId) => kept.chapters.find((chapter) => chapter.id === chapterId) ?? [])
      return Promise.resolve({ project, chapters, made: kept.lines.filter(({ facts }) => facts.projectId === id).map(({ facts }) => facts) })
    },
    create: (project, chapters) =>
      write(() => {
        kept.projects = [project, ...kept.projects]
        kept.chapters = [...kept.chapters, ...chapters]
      }),
    change,
    changeChapter: async (id, changed) => {
      const chapter = kept.chapters.find((one) => one.id === id)
      if (!chapter) throw new MynaError('record-missing', `chapter ${id}`)
      const after = changed(chapter)
      await write(() => { kept.chapters = kept.chapters.map((one) => (one === chapter ? after : one)) })
      return after
    },
    addChapter: async (chapter) => {
      const project = await change(chapter.projectId, (before) => ({ ...before, chapterIds: [...before.chapterIds, chapter.id] }))
      kept.chapters = [...kept.chapters, chapter]
      return project
    },
    deleteChapter: async (projectId, chapterId) => {
      const project = await change(projectId, (before) => ({ ...before, chapterIds: before.chapterIds.filter((id) => id !== chapterId) }))
      kept.chapters = kept.chapters.filter(({ id }) => id !== chapterId)
      return project
    },
    keepLine: (facts, sound) => whileKept(facts.projectId, () => { kept.lines = [...kept.lines, { facts, sound }] }),
    readLine: (projectId, key) => {
      const sound = kept.lines.find(({ facts }) => facts.projectId === projectId && facts.key === key)?.sound
      return sound ? Promise.resolve(sound) : Promise.reject(new MynaError('record-missing', key))
    },
    keepOnly: (projectId, keys) => write(() => { kept.lines = kept.lines.filter(({ facts }) => facts.projectId !== projectId || keys.has(facts.key)) }),
    delete: (id) =>
      write(() => {
        kept.projects = kept.projects.filter((project) => project.id !== id)
        kept.chapters = kept.chapters.filter(({ projectId }) => projectId !== id)
        kept.lines = kept.lines.filter(({ facts }) => facts.projectId !== id)
      }),
  }
}
