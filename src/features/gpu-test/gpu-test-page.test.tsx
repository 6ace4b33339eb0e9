// @vitest-environment happy-dom
import { statSync } from 'node:fs'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import type { GpuAdapterFacts, GpuTestResult } from '../../shared/protocol/gpu-test'
import type { GpuTestState } from '../../state/gpu-test/gpu-test-slice'
import { AppStoreContext } from '../../state/use-app'
import { GpuTestPage, RUNTIME_BYTES } from './gpu-test-page'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const adapter: GpuAdapterFacts = {
  vendor: 'google', architecture: 'swiftshader', device: '', description: '', isSoftware: true, features: ['shader-f16'],
  limits: [{ name: 'maxBufferSize', value: 1000, needed: 2000, unit: 'bytes' }],
}
const result: GpuTestResult = { step: 'softmax', verdict: { outcome: 'unsupported', lacks: 'shader-f16' } }

function show(gpuTest: GpuTestState) {
  const store = createFakeAppStore({ gpuTest })
  render(
    <AppStoreContext value={store}>
      <GpuTestPage />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const panels = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent.trim())

it('tests nothing before it is asked to', () => {
  const { startGpuTest } = show({ phase: 'idle' })
  expect(panels()).toEqual(['The test'])
  expect(startGpuTest).not.toHaveBeenCalled()
  press('Start the test')
  expect(startGpuTest).toHaveBeenCalledOnce()
})

it('shows how far a test is and what it found, and cancels it', () => {
  const { stopGpuTest } = show({ phase: 'running', step: 'convolution', adapter, results: [result] })
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Convolution' }).value).toBeCloseTo(1 / 12)
  expect(panels()).toEqual(['The test', 'Results', 'What this browser offers'])
  expect(screen.getByText('1 of 1 too low for the engines')).toBeTruthy()
  press('Limits')
  expect(screen.getByText('1 kB: too little, needed: 2 kB')).toBeTruthy()
  press('Cancel the test')
  expect(stopGpuTest).toHaveBeenCalledOnce()
})

it('says in a line how fast it is and what it has, and the rest when asked', () => {
  const right = (ms: number, multiplyAdds: number) => ({ outcome: 'right', agreement: { decibels: 100, largestDifference: 0 }, timing: { ms, multiplyAdds, isRecorded: false } }) as const
  const results: GpuTestResult[] = [{ step: 'small-call', verdict: right(0.2, 0) }, { step: 'convolution', verdict: right(2, 3e9) }]
  show({ phase: 'ended', end: 'done', adapter, results })
  expect(screen.getByText('up to 1500 billion multiply-adds a second')).toBeTruthy()
  expect(screen.getByText('shader-f16')).toBeTruthy()
  expect(screen.queryByText('0.2 ms')).toBeNull()
  press('Times')
  expect(screen.getByText('0.2 ms')).toBeTruthy()
  press('Features')
  expect(screen.getByText(/^no \(sums across threads/)).toBeTruthy()
})

it.each([
  ['no-webgpu', 'This browser offers no WebGPU'],
  ['no-adapter', 'This browser offers no GPU'],
] as const)('says so where there is nothing to test (%s), and has a report all the same', (end, title) => {
  show({ phase: 'ended', end, adapter: null, results: [] })
  expect(screen.getByText(title)).toBeTruthy()
  expect(panels()).toEqual(['The test', 'Report'])
})

it('interrupts when the device is lost, with its code, and keeps what was found', () => {
  show({ phase: 'failed', error: { code: 'device-lost', detail: 'hung' }, step: 'softmax', adapter, results: [result] })
  const alert = screen.getByRole('alert')
  expect(alert.dataset['errorCode']).toBe('device-lost')
  expect(alert.textContent).toContain('went away')
  expect(panels()).toEqual(['The test', 'Results', 'What this browser offers', 'Report'])
})

it('copies the report', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  show({ phase: 'ended', end: 'done', adapter, results: [result] })
  press('Copy report')
  await waitFor(() => { expect(screen.getByText('Copied.')).toBeTruthy() })
  expect(writeText).toHaveBeenCalledExactlyOnceWith(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Report as text' }).value)
})

it('selects the report where the browser does not let the page copy', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
  show({ phase: 'ended', end: 'done', adapter, results: [result] })
  press('Copy report')
  await waitFor(() => { expect(screen.getByText(/The report is selected/)).toBeTruthy() })
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Report as text' })
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length])
  expect(document.activeElement).toBe(field)
})

it.each(['jspi', 'asyncify'] as const)('knows the size of the runtime’s build with %s to a twentieth', (build) => {
  const { size } = statSync(`node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.${build}.wasm`)
  expect(RUNTIME_BYTES[build] / size).toBeGreaterThan(0.95)
  expect(RUNTIME_BYTES[build] / size).toBeLessThan(1.05)
})
