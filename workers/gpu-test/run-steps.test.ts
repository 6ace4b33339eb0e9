import * as ort from 'onnxruntime-web/wasm'
import { describe, expect, it, vi } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import { GPU_FEATURES, GPU_TEST_STEPS, type GpuFeature, type GpuTestEvent, type GpuTestStep } from '../../src/shared/protocol/gpu-test'
import type { OpenResidentGraphs, ResidentGraphs } from '../runtime/resident-graphs'
import { residentInMemory } from '../runtime/resident-in-memory'
import { createRunQueue } from '../runtime/run-queue'
import { createSessionFactory } from '../runtime/session'
import { agreementOf, runSteps } from './run-steps'
import { testSteps } from './test-steps'

ort.env.wasm.numThreads = 1

/** ONNX Runtime on the CPU: kernels that have nothing in common with the reference's loops. */
const onCpu = residentInMemory(createSessionFactory(ort, createRunQueue(), 'wasm'))

/** A clock on which every look takes 300 ms, so that nothing is measured for long. */
function hastyClock(): () => number {
  let time = 0
  return () => (time += 300)
}

async function eventsOf(openResident: OpenResidentGraphs, wanted: readonly GpuTestStep[], features: readonly GpuFeature[] = GPU_FEATURES): Promise<readonly GpuTestEvent[]> {
  const events: GpuTestEvent[] = []
  const steps = testSteps.filter(({ step }) => wanted.includes(step))
  await runSteps({ steps, openResident, features, now: hastyClock() }, (event) => events.push(event))
  return events
}

async function verdictOf(step: GpuTestStep, openResident: OpenResidentGraphs, features?: readonly GpuFeature[]) {
  const results = (await eventsOf(openResident, [step], features)).flatMap((event) => (event.type === 'result' ? [event.result] : []))
  expect(results.map((result) => result.step)).toEqual([step])
  return results[0]!.verdict
}

/** As `onCpu`, with what is read changed on its way; the graph that stays open is never read. */
function spoiled(change: (values: Float32Array) => Float32Array): OpenResidentGraphs {
  return async (files, onOpened) => {
    const graphs = await onCpu(files, onOpened)
    return { ...graphs, read: async (stretches) => (await graphs.read(stretches)).map(change) }
  }
}

/** The first opening works: it is the graph that stays open. */
function failingAfterFirst(error: Error): OpenResidentGraphs {
  let opened = 0
  return (files) => (opened++ === 0 ? onCpu(files) : Promise.reject(error))
}

describe('each step of the test', { timeout: 60_000 }, () => {
  it.each(GPU_TEST_STEPS)('%s is right on a runtime that computes it rightly', async (step) => {
    const verdict = await verdictOf(step, onCpu)
    // ONNX Runtime's CPU kernels, float32: 20 dB above what is asked, so that the bound is no matter of luck.
    expect(verdict.outcome === 'right' && verdict.agreement.decibels).toBeGreaterThan(step.includes('float16') ? 40 : 100)
  })

  it.each([['small-call', 1.001], ['softmax', 1.001], ['product-8-bit-row', 1.001], ['product-float16-row', 1.02]] as const)(
    '%s is wrong when all numbers are %f times too large',
    async (step, times) => {
      expect(await verdictOf(step, spoiled((values) => values.map((value) => value * times)))).toMatchObject({ outcome: 'wrong' })
    },
  )
})

describe('a test of the GPU', () => {
  it('tells the steps in their order, each followed by its result', async () => {
    const told = await eventsOf(onCpu, ['small-call', 'read-back', 'softmax'])
    expect(told.map((event) => `${event.type} ${event.type === 'result' ? event.result.step : event.type === 'step' ? event.step : ''}`)).toEqual([
      'step small-call', 'result small-call', 'step read-back', 'result read-back', 'step softmax', 'result softmax',
    ])
  })

  it.each([
    ['no numbers', (values: Float32Array) => values.map(() => NaN)],
    ['infinite ones', (values: Float32Array) => values.map((value, i) => (i === 5 ? Infinity : value))],
    ['too few', (values: Float32Array) => values.subarray(1)],
  ])('calls %s wrong', async (_, change) => {
    expect(await verdictOf('small-call', spoiled(change))).toMatchObject({ outcome: 'wrong', agreement: { decibels: -Infinity, largestDifference: NaN } })
  })

  it('does not try half precision where the adapter has none', async () => {
    const openResident = vi.fn(onCpu)
    const told = await eventsOf(openResident, ['small-call', 'product-float16-row'], [])
    expect(told.at(-1)).toEqual({ type: 'result', result: { step: 'product-float16-row', verdict: { outcome: 'unsupported', lacks: 'shader-f16' } } })
    // The small call's, and the one that stays open.
    expect(openResident).toHaveBeenCalledTimes(2)
  })

  it('reports a step that fails and continues', async () => {
    let opened = 0
    const flaky: OpenResidentGraphs = (files) => (++opened === 2 ? Promise.reject(new MynaError('model-invalid', 'no such shader')) : onCpu(files))
    const results = (await eventsOf(flaky, ['small-call', 'softmax'])).flatMap((event) => (event.type === 'result' ? [event.result.verdict] : []))
    expect(results).toMatchObject([{ outcome: 'failed', error: { code: 'model-invalid', detail: 'no such shader' } }, { outcome: 'right' }])
  })

  it.each(['device-lost', 'out-of-memory'] as const)('ends with %s at the step that it happened in', async (code) => {
    const events: GpuTestEvent[] = []
    const running = runSteps(
      { steps: testSteps, openResident: failingAfterFirst(new MynaError(code, 'gone')), features: [], now: hastyClock() },
      (event) => events.push(event),
    )
    await expect(running).rejects.toMatchObject({ code, detail: 'gone' })
    expect(events).toEqual([{ type: 'step', step: 'small-call' }])
  })

  it('says that the runtime did not start where not even the first graph opens', async () => {
    const running = eventsOf(() => Promise.reject(new TypeError('Failed to fetch')), ['small-call'])
    await expect(running).rejects.toMatchObject({ code: 'inference-failed', detail: 'Failed to fetch' })
  })

  it('lets go of every graph, also of those that fail', async () => {
    let open = 0
    const counted: OpenResidentGraphs = async (files): Promise<ResidentGraphs> => {
      const graphs = await onCpu(files)
      open += 1
      return {
        ...graphs,
        read: () => Promise.reject(new MynaError('inference-failed', 'unreadable')),
        async release() {
          open -= 1
          await graphs.release()
        },
      }
    }
    expect(await verdictOf('small-call', counted)).toMatchObject({ outcome: 'failed' })
    expect(open).toBe(0)
  })

  it('gives the median time of a call among many, however long the first one takes', async () => {
    // 2 ms a call, the first (shaders) 500, 1 ms a read.
    let time = 0
    let calls = 0
    const slow: OpenResidentGraphs = async (files) => {
      const graphs = await onCpu(files)
      return {
        ...graphs,
        graphs: graphs.graphs.map((graph) => ({
          ...graph,
          run: () => {
            time += calls++ === 0 ? 500 : 2
            return graph.run()
          },
        })),
        read: (stretches) => {
          time += 1
          return graphs.read(stretches)
        },
      }
    }
    const events: GpuTestEvent[] = []
    const steps = testSteps.filter(({ step }) => step === 'small-call' || step === 'read-back')
    await runSteps({ steps, openResident: slow, features: [], now: () => time }, (event) => events.push(event))
    const ms = events.flatMap((event) => (event.type === 'result' && event.result.verdict.outcome === 'right' ? [event.result.verdict.timing.ms] : []))
    expect(ms).toEqual([2 + 1 / 33, 3].map((value) => expect.closeTo(value, 6) as number))
  })
})

it('measures agreement as the power of the signal over that of the difference', () => {
  // 3² + 4² = 25 over 0.5² = 0.25: 20 dB.
  expect(agreementOf(Float32Array.of(3, 4.5), Float64Array.of(3, 4))).toEqual({ decibels: 20, largestDifference: 0.5 })
  expect(agreementOf(Float32Array.of(3, 4), Float64Array.of(3, 4))).toEqual({ decibels: Infinity, largestDifference: 0 })
})
