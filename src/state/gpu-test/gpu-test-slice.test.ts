import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { GpuTestService } from '../../services/services'
import { MynaError } from '../../shared/protocol/errors'
import type { GpuAdapterFacts, GpuTestEnd, GpuTestEvent, GpuTestResult } from '../../shared/protocol/gpu-test'
import { createRunningActs } from '../running-acts'
import { createGpuTestSlice, type GpuTestSlice } from './gpu-test-slice'

const adapter: GpuAdapterFacts = { vendor: 'apple', architecture: 'metal-3', device: '', description: '', isSoftware: false, features: [], limits: [] }
const result: GpuTestResult = { step: 'small-call', verdict: { outcome: 'unsupported', lacks: 'shader-f16' } }

/** A service that ends when the test says so. */
function started() {
  let tell: (event: GpuTestEvent) => void = () => undefined
  let end: (how: GpuTestEnd) => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const test = vi.fn<GpuTestService['test']>((onEvent, signal) => {
    tell = onEvent
    signal.addEventListener('abort', () => { fail(new MynaError('aborted')) })
    return new Promise((resolve, reject) => { [end, fail] = [resolve, reject] })
  })
  const store = createStore<GpuTestSlice>()((set, get) =>
    createGpuTestSlice({ services: { gpuTest: { test, dispose: () => undefined } }, acts: createRunningActs(() => undefined) }, set, get),
  )
  const running = store.getState().startGpuTest()
  tell({ type: 'adapter', adapter })
  tell({ type: 'step', step: 'small-call' })
  tell({ type: 'result', result })
  tell({ type: 'step', step: 'softmax' })
  return { store, test, running, tell: (event: GpuTestEvent) => { tell(event) }, end: (how: GpuTestEnd) => { end(how) }, fail: (error: Error) => { fail(error) } }
}

it('keeps what it hears, and how the test ended', async () => {
  const { store, running, end } = started()
  expect(store.getState().gpuTest).toEqual({ phase: 'running', step: 'softmax', adapter, results: [result] })
  end('done')
  await running
  expect(store.getState().gpuTest).toEqual({ phase: 'ended', end: 'done', adapter, results: [result] })
})

it('keeps what was found when it is stopped, and hears nothing afterwards', async () => {
  const { store, running, tell } = started()
  store.getState().stopGpuTest()
  await running
  tell({ type: 'result', result })
  expect(store.getState().gpuTest).toEqual({ phase: 'ended', end: 'stopped', adapter, results: [result] })
})

it('keeps what was found when the device is lost, and at which step', async () => {
  const { store, running, fail } = started()
  fail(new MynaError('device-lost', 'hung'))
  await running
  expect(store.getState().gpuTest).toEqual({ phase: 'failed', error: { code: 'device-lost', detail: 'hung' }, step: 'softmax', adapter, results: [result] })
})

it('runs one test at a time, and starts again afterwards', async () => {
  const { store, test, running, end } = started()
  await store.getState().startGpuTest()
  expect(test).toHaveBeenCalledOnce()
  end('done')
  await running
  void store.getState().startGpuTest()
  expect(store.getState().gpuTest).toEqual({ phase: 'running', step: null, adapter: null, results: [] })
})
