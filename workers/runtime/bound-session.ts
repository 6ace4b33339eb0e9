import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import { MynaError } from '../../src/shared/protocol/errors'
import type { FixedGraphFile } from './resident-graphs'
import type { RunQueue } from './run-queue'
import { creationError, runError, SESSION_OPTIONS, type OrtModule } from './session'

/** A session on the GPU whose inputs and outputs are the same buffers in every call. */
export interface BoundSession {
  readonly session: InferenceSession
  /** By name, also what somebody else made room for. */
  readonly outputs: ReadonlyMap<string, GPUBuffer>
  /** The runtime plays recorded commands instead of walking through the nodes. */
  readonly isRecorded: boolean
  run(): Promise<void>
  release(): Promise<void>
}

type NamedTensors = Readonly<Record<string, Tensor>>

/** Buffers as tensors, by name: made once there is a device, which is when the first session is open. */
export interface Buffers {
  inputs(): Promise<NamedTensors>
  /** Only asked for where the runtime does not bring its own. */
  outputs(): Promise<NamedTensors>
}

const PLAIN = { executionProviders: ['webgpu'], preferredOutputLocation: 'gpu-buffer' } as const

/** ONNX Runtime Web 1.30 only looks at the option where the provider is given as an object. Failure is expected, and not to be logged. */
const CAPTURED = { executionProviders: [{ name: 'webgpu' }], enableGraphCapture: true, preferredOutputLocation: 'gpu-buffer', logSeverityLevel: 4 } as const

/**
 * Opens a graph with graph capture where that works, else without: it fails where a node is not on the GPU, on some adapters
 * and in some versions. Errors: `model-invalid`, `out-of-memory`, `inference-failed`.
 */
export async function openBoundSession(
  { ort, queue }: { readonly ort: OrtModule; readonly queue: RunQueue },
  { bytes, options }: Pick<FixedGraphFile, 'bytes' | 'options'>,
  buffers: Buffers,
): Promise<BoundSession> {
  const create = (how: InferenceSession.SessionOptions) =>
    queue.run(() => ort.InferenceSession.create(bytes, { ...SESSION_OPTIONS, ...options, ...how })).catch((thrown: unknown) => {
      throw creationError(thrown)
    })

  async function openPlain(): Promise<BoundSession> {
    const session = await create(PLAIN)
    const [feeds, fetches] = [await buffers.inputs(), await buffers.outputs()]
    return bound(session, queue, gpuBuffers(fetches), false, () => session.run(feeds, fetches))
  }

  const session = await create(CAPTURED).catch(() => null)
  if (session === null) return openPlain()
  try {
    const feeds = await buffers.inputs()
    const play = async () => {
      const results = await session.run(feeds)
      const outputs = gpuBuffers(results)
      // Each call gives new tensors over the buffers of the first one, which the session keeps.
      for (const result of Object.values(results)) result.dispose()
      return outputs
    }
    // The first call computes and records, the second one plays.
    const [outputs, again] = [await queue.run(play), await queue.run(play)]
    for (const [name, buffer] of outputs) if (again.get(name) !== buffer) throw new MynaError('inference-failed', `${name} moved`)
    return bound(session, queue, outputs, true, play)
  } catch {
    // In this order: with its last session the runtime gives its device back, and all buffers with it.
    const plain = await openPlain()
    await queue.run(() => session.release())
    return plain
  }
}

function gpuBuffers(tensors: NamedTensors): ReadonlyMap<string, GPUBuffer> {
  return new Map(Object.entries(tensors).map(([name, { gpuBuffer }]) => [name, gpuBuffer]))
}

function bound(session: InferenceSession, queue: RunQueue, outputs: BoundSession['outputs'], isRecorded: boolean, run: () => Promise<unknown>): BoundSession {
  return {
    session, outputs, isRecorded,
    async run() {
      await queue.run(run).catch((thrown: unknown) => {
        throw runError(thrown)
      })
    },
    release: () => queue.run(() => session.release()),
  }
}
