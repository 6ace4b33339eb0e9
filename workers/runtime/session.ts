import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import { MynaError, errorInfo } from '../../src/shared/protocol/errors'
import type { ExecutionProvider } from '../../src/shared/protocol/engine'
import type { RunQueue } from './run-queue'
import type { TensorValue } from './tensor'

/** A loaded graph. Tensors go in and come out as plain values. */
export interface Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  /** Declared shapes by input name; symbolic dimensions are strings. Absent for inputs that are not tensors. */
  readonly inputShapes: ReadonlyMap<string, readonly (number | string)[]>
  /**
   * Runs the graph. With `fetches` only those outputs are copied out. Feeds are only read. Errors:
   * `inference-failed`, `out-of-memory`, `device-lost`.
   */
  run(feeds: Readonly<Record<string, TensorValue>>, fetches?: readonly string[]): Promise<Record<string, TensorValue>>
  release(): Promise<void>
}

export type CreateSession = (bytes: ArrayBuffer, options?: InferenceSession.SessionOptions) => Promise<Session>

/** The two members of a runtime build (`onnxruntime-web/wasm` or `/jspi`) that sessions need. */
export interface OrtModule {
  readonly InferenceSession: { create(bytes: ArrayBuffer, options: InferenceSession.SessionOptions): Promise<InferenceSession> }
  readonly Tensor: typeof Tensor
}

/** What a failed call of the runtime means. */
export function runError(thrown: unknown): MynaError {
  const { code, detail } = errorInfo(thrown, 'inference-failed')
  if (/device (was|is) lost/i.test(detail)) return new MynaError('device-lost', detail, { cause: thrown })
  return new MynaError(code, detail, { cause: thrown })
}

/** What it means that a session could not be made. */
export function creationError(thrown: unknown): MynaError {
  const { code, detail } = errorInfo(thrown, 'model-invalid')
  return new MynaError(code, detail, { cause: thrown })
}

/** Declared shapes by input name; see {@link Session}. */
export function inputShapesOf({ inputMetadata }: Pick<InferenceSession, 'inputMetadata'>): Session['inputShapes'] {
  return new Map(inputMetadata.flatMap((input): [string, readonly (number | string)[]][] => (input.isTensor ? [[input.name, input.shape]] : [])))
}

function fromOrt(name: string, tensor: Tensor): TensorValue {
  const { data, dims } = tensor
  if (tensor.type === 'float32' && data instanceof Float32Array) return { type: 'float32', data, dims }
  if (tensor.type === 'int64' && data instanceof BigInt64Array) return { type: 'int64', data, dims }
  if (tensor.type === 'bool' && data instanceof Uint8Array) return { type: 'bool', data, dims }
  throw new MynaError('model-mismatch', `output ${name} has unexpected type ${tensor.type}`)
}

/** Severity 3: errors. Under WebGPU it warns of every graph with shape arithmetic, which belongs on the CPU. */
export const SESSION_OPTIONS = { graphOptimizationLevel: 'all', logSeverityLevel: 3 } as const

/**
 * Makes the worker's session factory: every create and run goes through `queue`. The bytes may be dropped after
 * creation (the runtime copies them). Errors of creation: `model-invalid`, `out-of-memory`.
 */
export function createSessionFactory(ort: OrtModule, queue: RunQueue, executionProvider: ExecutionProvider): CreateSession {
  function wrap(session: InferenceSession): Session {
    return {
      inputNames: session.inputNames,
      outputNames: session.outputNames,
      inputShapes: inputShapesOf(session),
      async run(feeds, fetches) {
        const tensors: Record<string, Tensor> = {}
        for (const [name, value] of Object.entries(feeds)) tensors[name] = new ort.Tensor(value.type, value.data, value.dims)
        try {
          const outputs = await queue.run(() => (fetches ? session.run(tensors, fetches) : session.run(tensors)))
          return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, fromOrt(name, tensor)]))
        } catch (thrown) {
          throw runError(thrown)
        }
      },
      release: () => queue.run(() => session.release()),
    }
  }

  return async (bytes, options = {}) => {
    try {
      const full = { ...SESSION_OPTIONS, executionProviders: [executionProvider], ...options }
      return wrap(await queue.run(() => ort.InferenceSession.create(bytes, full)))
    } catch (thrown) {
      throw creationError(thrown)
    }
  }
}

/** As {@link createSessionFactory}, over a runtime that `start` starts before the first session; after a failure, the next one. */
export function createSessionsOnDemand(start: () => Promise<OrtModule>, queue: RunQueue, executionProvider: ExecutionProvider): CreateSession {
  let factory: Promise<CreateSession> | null = null
  return async (bytes, options) => {
    const making = (factory ??= start().then((ort) => createSessionFactory(ort, queue, executionProvider)))
    making.catch(() => { factory = null })
    return (await making)(bytes, options)
  }
}
