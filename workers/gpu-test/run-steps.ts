import { errorInfo, MynaError } from '../../src/shared/protocol/errors'
import type { GpuAgreement, GpuFeature, GpuTestEvent, GpuTestVerdict, GpuTiming } from '../../src/shared/protocol/gpu-test'
import { graphFile } from '../compiler/graph-file'
import { valueCount, type FixedGraphFile, type OpenResidentGraphs, type ResidentGraph, type ResidentGraphs } from '../runtime/resident-graphs'
import type { TestGraph, TestStep } from './test-steps'

/** What is tried, and on what. */
export interface StepsRequest {
  readonly steps: readonly TestStep[]
  readonly openResident: OpenResidentGraphs
  readonly features: readonly GpuFeature[]
  /** Milliseconds from any start. */
  readonly now: () => number
}

/** A batch of calls takes about this long; so many batches are timed; and no other one begins after this. */
const BATCH_MS = 100
const BATCHES = 5
const TIMING_LIMIT_MS = 600
const LARGEST_BATCH = 200
const ROUND_TRIPS = 20

/**
 * Tries one step after another, each compared with its reference and timed. A step that fails is told and the next one
 * begins. Errors, which end the test: `device-lost`, `out-of-memory`, and `inference-failed` where not even the first graph opens.
 */
export async function runSteps({ steps, openResident, features, now }: StepsRequest, onEvent: (event: GpuTestEvent) => void): Promise<void> {
  const [first] = steps
  if (first === undefined) return
  onEvent({ type: 'step', step: first.step })
  // It stays open to the end: a runtime without sessions gives its device back.
  const held = await openOne(openResident, first.make()).catch((thrown: unknown) => {
    const { code, detail } = errorInfo(thrown)
    throw new MynaError(code === 'device-lost' || code === 'out-of-memory' ? code : 'inference-failed', detail, { cause: thrown })
  })
  try {
    for (const step of steps) {
      if (step !== first) onEvent({ type: 'step', step: step.step })
      onEvent({ type: 'result', result: { step: step.step, verdict: await tried(step) } })
    }
  } finally {
    await held.release()
  }

  async function tried(step: TestStep): Promise<GpuTestVerdict> {
    if (step.needs !== undefined && !features.includes(step.needs)) return { outcome: 'unsupported', lacks: step.needs }
    try {
      return await tryStep(step, openResident, now)
    } catch (thrown) {
      const error = errorInfo(thrown, 'inference-failed')
      if (error.code === 'device-lost' || error.code === 'out-of-memory') throw thrown
      return { outcome: 'failed', error }
    }
  }
}

async function tryStep({ make, minDecibels, multiplyAdds, times }: TestStep, openResident: OpenResidentGraphs, now: () => number): Promise<GpuTestVerdict> {
  const test = make()
  const graphs = await openOne(openResident, test)
  try {
    const graph = onlyGraph(graphs)
    const x = graph.input('x')
    const y = graph.output('y')
    const readFirst = () => graphs.read([{ tensor: y, at: 0, count: 1 }])
    graphs.write(x, test.x)
    await graph.run()
    const [actual = new Float32Array(0)] = await graphs.read([{ tensor: y, at: 0, count: valueCount(y) }])
    const agreement = agreementOf(actual, test.expected)
    const ms = times === 'call' ? await timeCalls(graph, readFirst, now) : await timeRoundTrips(graph, readFirst, now)
    const timing: GpuTiming = { ms, multiplyAdds, isRecorded: graph.isRecorded }
    return { outcome: agreement.decibels >= minDecibels ? 'right' : 'wrong', agreement, timing }
  } finally {
    await graphs.release()
  }
}

async function openOne(openResident: OpenResidentGraphs, test: TestGraph): Promise<ResidentGraphs> {
  return openResident([await fileOf(test)])
}

async function fileOf({ graph, weights, inputShape, outputShape }: TestGraph): Promise<FixedGraphFile> {
  const file = graphFile('test.onnx', graph, {
    read(name) {
      const values = weights.get(name)
      return values ? Promise.resolve(values) : Promise.reject(new MynaError('internal', `the step has no values for ${name}`))
    },
  })
  const bytes = new Uint8Array(file.sizeBytes)
  let at = 0
  for await (const part of file.parts()) {
    bytes.set(part, at)
    at += part.length
  }
  return { bytes: bytes.buffer, inputs: { x: inputShape }, outputs: { y: outputShape } }
}

function onlyGraph({ graphs }: ResidentGraphs): ResidentGraph {
  const [graph] = graphs
  if (graph === undefined) throw new MynaError('internal', 'no graph was opened')
  return graph
}

/** How far `actual` is from `expected`. Missing values count as no numbers. */
export function agreementOf(actual: Float32Array, expected: Float64Array): GpuAgreement {
  let [signal, noise, largest] = [0, 0, 0]
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? NaN
    const difference = value - (actual[i] ?? NaN)
    if (!Number.isFinite(difference)) return { decibels: -Infinity, largestDifference: NaN }
    signal += value ** 2
    noise += difference ** 2
    largest = Math.max(largest, Math.abs(difference))
  }
  return { decibels: noise === 0 ? Infinity : 10 * Math.log10(signal / noise), largestDifference: largest }
}

/**
 * Milliseconds of one call when many follow each other, as the frames of a sentence do: the median of some batches. Each has
 * its share of the read that waits for the batch's end.
 */
async function timeCalls(graph: ResidentGraph, wait: () => Promise<unknown>, now: () => number): Promise<number> {
  const batch = async (calls: number) => {
    const start = now()
    for (let call = 0; call < calls; call++) await graph.run()
    await wait()
    return (now() - start) / calls
  }
  const single = await batch(1)
  // So slow that once is enough.
  if (single >= TIMING_LIMIT_MS) return single
  const calls = Math.min(LARGEST_BATCH, Math.max(1, Math.round(BATCH_MS / Math.max(single, 0.01))))
  return medianOf(BATCHES, now, () => batch(calls))
}

/** Milliseconds from a call until a value of its result is read. */
function timeRoundTrips(graph: ResidentGraph, read: () => Promise<unknown>, now: () => number): Promise<number> {
  return medianOf(ROUND_TRIPS, now, async () => {
    const start = now()
    await graph.run()
    await read()
    return now() - start
  })
}

async function medianOf(count: number, now: () => number, measure: () => Promise<number>): Promise<number> {
  const end = now() + TIMING_LIMIT_MS
  const measured: number[] = []
  do measured.push(await measure())
  while (measured.length < count && now() < end)
  measured.sort((a, b) => a - b)
  return measured[Math.floor(measured.length / 2)] ?? NaN
}
