import { MynaError, outcomeOf, type Outcome } from '../../src/shared/protocol/errors'
import type { ChunkPlan, ComputeChoice, EngineId, SpeakEvent, SpeakSummary, StageTiming } from '../../src/shared/protocol/engine'
import type { InferenceApi, LoadedEngine, LoadRequest, PrepareResult, RuntimeOptions, SpeakRequest } from '../../src/shared/protocol/inference'
import { isVoicePack, type ModelPack, type VoicePack } from '../../src/shared/protocol/model-pack'
import type { KernelTeam } from '../kernels/kernel-team'
import type { LoadKernels } from '../kernels/kernels'
import { createYieldPoint } from '../../src/shared/threads/yield-point'
import type { CreateVoiceEngine, EngineCall, EngineFiles, FollowedHeadMemory, Verdicts, VoiceEngine } from './engines/voice-engine'
import type { OfferedGpu } from '../runtime/gpu-runtime'
import type { RuntimeOnDemand } from '../runtime/ort-runtime'
import { createRunQueue } from '../runtime/run-queue'
import { createSessionsOnDemand } from '../runtime/session'
import { speakPassages } from './passages'
import { measureSpeed } from './speed-test'
import { createStageClock } from './stage-clock'
import type { ThreadPlan } from '../runtime/thread-plan'

/** The outside world of the service, replaced in tests. */
export interface InferenceServiceParts {
  readonly planThreads: (options: RuntimeOptions, pack: VoicePack) => ThreadPlan
  readonly planRuntime: (options: RuntimeOptions) => RuntimeOnDemand
  /** See `offerGpu`, which this is with a memory of trials. */
  readonly offerGpu: (choice: Exclude<ComputeChoice, 'wasm'>, runtimeVersion: string) => Promise<OfferedGpu | null>
  readonly openFiles: (pack: ModelPack) => Promise<EngineFiles & { readonly packKey: string }>
  readonly engineLoaders: Readonly<Record<EngineId, () => Promise<CreateVoiceEngine>>>
  readonly loadKernels: LoadKernels
  readonly loadKernelTeam: (threads: number) => Promise<KernelTeam>
  readonly verdicts: Verdicts
  readonly followedHeads?: FollowedHeadMemory
  readonly readSpeakerEncoder: () => Promise<ArrayBuffer>
  readonly readVoiceEncoder: () => Promise<ArrayBuffer>
  /** Sends an event to the page, resolves when the page took it; moves the buffers of audio instead of copying them. */
  readonly send: (onEvent: (event: SpeakEvent) => void, event: SpeakEvent) => Promise<void>
}

interface Loaded {
  readonly engine: VoiceEngine
  readonly answer: LoadedEngine
  readonly gpu: OfferedGpu | null
}

/** The inference worker's behaviour: one engine at a time, one call at a time, every call cancellable by its id. */
export function createInferenceService(parts: InferenceServiceParts): InferenceApi {
  const calls = createRunQueue()
  const sessions = createRunQueue()
  const controllers = new Map<string, AbortController>()
  let runtime: RuntimeOnDemand | null = null
  let loaded: Loaded | null = null

  function enqueue<T>(id: string, act: (call: EngineCall) => Promise<T>, onProgress: EngineCall['onProgress']): Promise<Outcome<T>> {
    const controller = new AbortController()
    controllers.set(id, controller)
    const { signal } = controller
    const call: EngineCall = { signal, yieldPoint: createYieldPoint(signal), onProgress, timings: createStageClock() }
    return calls.run(async () => {
      const outcome = await outcomeOf(async () => {
        await call.yieldPoint()
        return act(call)
      }, 'inference-failed')
      controllers.delete(id)
      return outcome
    })
  }

  function current(): Loaded {
    if (!loaded) throw new MynaError('engine-not-loaded', 'load a model pack first')
    return loaded
  }

  async function load({ pack, runtime: options }: LoadRequest, call: EngineCall): Promise<LoadedEngine> {
    if (!isVoicePack(pack)) throw new MynaError('model-mismatch', `${pack.id} does not speak`)
    const startedAt = performance.now()
    const files = await parts.openFiles(pack)
    if (loaded?.answer.packKey === files.packKey) return { ...loaded.answer, description: loaded.engine.description }
    const before = loaded
    loaded = null
    await before?.engine.release()
    const { runtime: threads, spare: spareThread } = parts.planThreads(options, pack)
    const onDemand = (runtime ??= parts.planRuntime({ ...options, threads }))
    const createEngine = await parts.engineLoaders[pack.engine]()
    const { executionProvider: choice } = options
    const gpu = choice === 'wasm' ? null : await parts.offerGpu(choice, (await onDemand.start()).version)
    const createSession = createSessionsOnDemand(async () => (await onDemand.start()).ort, sessions, 'wasm')
    const { packKey } = files
    const { loadKernels, verdicts, followedHeads, readSpeakerEncoder, readVoiceEncoder } = parts
    const loadKernelTeam = () => parts.loadKernelTeam(threads)
    const { onProgress, yieldPoint } = call
    const engine = await createEngine({
      pack, packKey, files, createSession, loadKernels, loadKernelTeam, verdicts, readSpeakerEncoder, readVoiceEncoder, spareThread, onProgress, yieldPoint, ...(followedHeads && { followedHeads }), ...(gpu && { gpu }),
    })
    const { description } = engine
    const executionProvider = description.processors?.some(({ on }) => on === 'webgpu') ? 'webgpu' : 'wasm'
    const used = { ...onDemand.info, executionProvider, threads: onDemand.info.threads + (spareThread ? 1 : 0) } as const
    const answer = { description, runtime: used, packKey, loadMs: performance.now() - startedAt }
    loaded = { engine, answer, gpu }
    return answer
  }

  return {
    load: (id, request, onProgress) =>
      enqueue(
        id,
        async (call) => {
          const answer = await load(request, call)
          // Whoever needs an ear that cannot be opened is told why.
          if (request.listens) await current().engine.openEar?.().catch(() => undefined)
          return answer
        },
        onProgress,
      ),

    measureSpeed: (id) => enqueue(id, async () => measureSpeed(await parts.loadKernels()), () => undefined),

    prepareVoice: (id, prompt, onProgress) =>
      enqueue(
        id,
        async (call): Promise<PrepareResult> => {
          const voice = await current().engine.prepareVoice(prompt, call)
          return { voice, stages: placed(call.timings.summary(), current().engine) }
        },
        onProgress,
      ),

    confirmVoice: (id, voice, onProgress) =>
      enqueue(
        id,
        async (call) => {
          const { engine } = current()
          return engine.confirmVoice ? engine.confirmVoice(voice, call) : voice
        },
        onProgress,
      ),

    refineVoice: (id, request, onProgress) =>
      enqueue(
        id,
        (call) => {
          const { engine } = current()
          if (!engine.refineVoice) throw new MynaError('model-mismatch', `${engine.description.name} has nothing to refine`)
          return engine.refineVoice(request, call)
        },
        onProgress,
      ),

    mixVoices: (id, request, onProgress) =>
      enqueue(
        id,
        (call) => {
          const { engine } = current()
          if (!engine.mixVoices) throw new MynaError('model-mismatch', `${engine.description.name} mixes no voices`)
          return engine.mixVoices(request, call)
        },
        onProgress,
      ),

    designVoice: (id, request, onProgress) =>
      enqueue(
        id,
        (call) => {
          const { engine } = current()
          if (!engine.designVoice) throw new MynaError('model-mismatch', `${engine.description.name} designs no voices`)
          return engine.designVoice(request, call)
        },
        onProgress,
      ),

    learnVoice: (id, request, onProgress, onState) =>
      enqueue(
        id,
        (call) => {
          const { engine } = current()
          if (!engine.learnVoice) throw new MynaError('model-mismatch', `${engine.description.name} learns no voices`)
          return engine.learnVoice(request, call, onState)
        },
        onProgress,
      ),

    carryLearned: (id, request) =>
      enqueue(
        id,
        () => {
          const { engine } = current()
          if (!engine.carryLearned) throw new MynaError('model-mismatch', `${engine.description.name} learns no voices`)
          return Promise.resolve(engine.carryLearned(request))
        },
        () => undefined,
      ),

    speak: (id, request, onEvent) => enqueue(id, (call) => speak(current(), request, call, (event) => parts.send(onEvent, event)), () => undefined),

    cancel(id) {
      controllers.get(id)?.abort(new MynaError('aborted', 'stopped on request'))
    },

    ping: () => performance.now(),
  }
}

/** Speaks, and resolves when every event was taken. Errors: `model-mismatch`, `reading-changed`, those of the engine. */
async function speak({ engine, answer, gpu }: Loaded, request: SpeakRequest, call: EngineCall, deliver: (event: SpeakEvent) => Promise<void>): Promise<SpeakSummary> {
  const stranger = request.voices.find(({ packKey }) => packKey !== answer.packKey)
  if (stranger) throw new MynaError('model-mismatch', `the voice was prepared for ${stranger.packKey}, not ${answer.packKey}`)
  if (request.guide && !engine.description.follows) throw new MynaError('model-mismatch', `${engine.description.name} follows no recordings`)
  const startedAt = performance.now()
  let sampleCount = 0
  let delivered: Promise<unknown> = Promise.resolve()
  const send = (event: SpeakEvent) => {
    delivered = Promise.all([delivered, deliver(event)])
  }
  let toldOfLoss = false
  for await (const event of speakPassages(engine, request, call)) {
    if (event.type === 'plan') checkPlan(event.chunks, request.plan)
    const loss = gpu?.lost() ?? null
    if (loss !== null && !toldOfLoss) {
      toldOfLoss = true
      send({ type: 'device-lost', detail: loss.detail })
    }
    if (event.type === 'audio') sampleCount += event.samples.length
    send(event)
    if (event.type === 'audio') send({ type: 'timings', stages: placed(call.timings.snapshot(), engine) })
  }
  // Events and the answer travel through different ports, which keep no order between them.
  await delivered
  const stages = placed(call.timings.summary(), engine)
  return {
    sampleCount,
    sampleRate: engine.description.sampleRate,
    wallMs: performance.now() - startedAt,
    stages,
    executionProvider: stages.some(({ on }) => on === 'webgpu') ? 'webgpu' : 'wasm',
    threads: answer.runtime.threads,
  }
}

/** Refuses a text whose chunks would be others than they were planned before. */
function checkPlan(chunks: readonly ChunkPlan[], planned: readonly string[] | undefined): void {
  if (!planned) return
  const changed = chunks.length !== planned.length || chunks.some(({ text }, index) => text !== planned[index])
  if (changed) throw new MynaError('reading-changed', `${chunks.length} chunks, ${planned.length} were planned`)
}

/** Timings with the processor of each stage. */
function placed(timings: readonly StageTiming[], engine: VoiceEngine): readonly StageTiming[] {
  return timings.map((timing) => ({ ...timing, on: engine.processorOf?.(timing.stage) ?? 'wasm' }))
}
