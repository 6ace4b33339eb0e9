import { describe, expect, it } from 'vitest'
import type { GpuAdapterFacts, GpuTestResult, GpuTestVerdict } from '../../../protocol/gpu-test'
import { reportText } from './gpu-test-report'
import { adapterName, limitsSummary, limitWords, outcomeWording, progressWords, timingWords, verdictWords } from './gpu-test'

const timing = { ms: 4.2, multiplyAdds: 4_194_304, isRecorded: true }
const right: GpuTestVerdict = { outcome: 'right', agreement: { decibels: 131.4, largestDifference: 0.00002 }, timing }
const wrong: GpuTestVerdict = { outcome: 'wrong', agreement: { decibels: 12.3, largestDifference: 0.8127 }, timing }
const unsupported: GpuTestVerdict = { outcome: 'unsupported', lacks: 'shader-f16' }
const failed: GpuTestVerdict = { outcome: 'failed', error: { code: 'model-invalid', detail: 'no kernel for Softmax' } }

const adapter: GpuAdapterFacts = {
  vendor: 'intel', architecture: 'gen-12lp', device: '', description: '', isSoftware: false,
  features: ['subgroups'],
  limits: [
    { name: 'maxBufferSize', value: 268_435_456, needed: 16_777_216, unit: 'bytes' },
    { name: 'maxComputeWorkgroupSizeX', value: 128, needed: 256, unit: 'count' },
  ],
}

const results = (...verdicts: readonly GpuTestVerdict[]): readonly GpuTestResult[] => verdicts.map((verdict) => ({ step: 'softmax', verdict }))

describe('what came of a step', () => {
  it.each([
    [right, 'right (131 dB)'],
    [{ ...right, agreement: { decibels: Infinity, largestDifference: 0 } }, 'right: exactly the CPU’s numbers'],
    [wrong, 'wrong by up to 0.81 (12 dB)'],
    [{ ...wrong, agreement: { decibels: -Infinity, largestDifference: NaN } }, 'wrong: some results are missing or not numbers'],
    [unsupported, 'not supported: this adapter has no shader-f16'],
    [failed, 'failed with model-invalid: no kernel for Softmax'],
  ] as const)('%j', (verdict, words) => {
    expect(verdictWords(verdict)).toBe(words)
  })

  it('took so long, and did so much in that time', () => {
    // 4,194,304 in 4.2 ms are 998,643,810 a second.
    expect(timingWords(timing)).toBe('4.2 ms, 999 million multiply-adds a second')
    expect(timingWords({ ...timing, ms: 1337.4, multiplyAdds: 2e12 })).toBe('1340 ms, 1500 billion multiply-adds a second')
    expect(timingWords({ ...timing, multiplyAdds: 0 })).toBe('4.2 ms')
  })
})

it('says of a limit whether it is enough', () => {
  expect(adapter.limits.map(limitWords)).toEqual(['268.4 MB, needed: 16.8 MB', '128: too little, needed: 256'])
  expect(limitsSummary(adapter.limits)).toBe('1 of 2 too low for the engines')
  expect(limitsSummary(adapter.limits.slice(0, 1))).toBe('high enough for the engines')
})

it('names an adapter as far as the browser does', () => {
  expect(adapterName(adapter)).toBe('intel, gen-12lp')
  expect(adapterName({ ...adapter, vendor: '', architecture: '' })).toBe('not named by this browser')
})

describe('how a test ended', () => {
  const ended = (end: 'no-webgpu' | 'no-adapter' | 'stopped' | 'done', ...verdicts: readonly GpuTestVerdict[]) =>
    outcomeWording({ phase: 'ended', end, adapter, results: results(...verdicts) })
  const broken = (code: 'device-lost' | 'worker-crashed' | 'worker-timeout' | 'out-of-memory' | 'inference-failed') =>
    outcomeWording({ phase: 'failed', error: { code, detail: '' }, step: 'softmax', adapter, results: [] })

  it.each([
    ['no-webgpu', 'This browser offers no WebGPU'],
    ['no-adapter', 'This browser offers no GPU'],
    ['stopped', 'The test was stopped'],
  ] as const)('%s', (end, title) => {
    expect(ended(end).title).toBe(title)
  })

  it.each([
    [[right, right], 'info', 'The test is done: everything is right'],
    [[right, unsupported], 'info', 'The test is done: everything that this adapter supports is right (1 of 2 steps are not supported)'],
    [[right, wrong, failed, wrong], 'warning', 'The test is done: 2 wrong, 1 failed of 4'],
    [[failed, right], 'warning', 'The test is done: 1 failed of 2'],
  ] as const)('done with %j', (verdicts, kind, title) => {
    expect(ended('done', ...verdicts)).toMatchObject({ kind, title })
  })

  it('tells that an adapter only imitates a GPU', () => {
    const words = (isSoftware: boolean) => outcomeWording({ phase: 'ended', end: 'done', adapter: { ...adapter, isSoftware }, results: results(right) }).text
    expect(words(true)).toMatch(/software adapter/)
    expect(words(false)).not.toMatch(/software adapter/)
  })

  it.each([
    ['device-lost', 'The GPU went away at “Softmax”'],
    ['worker-crashed', 'The test crashed at “Softmax”'],
    ['worker-timeout', 'The GPU did not answer for three minutes at “Softmax”'],
    ['out-of-memory', 'There was too little memory at “Softmax”'],
    ['inference-failed', 'The test could not continue at “Softmax”'],
  ] as const)('%s', (code, title) => {
    expect(broken(code)).toMatchObject({ kind: 'error', title })
  })
})

it('says what is going on', () => {
  expect([progressWords(null), progressWords('small-call'), progressWords('softmax')]).toEqual([
    'Asking the browser for its GPU', 'Starting the runtime, which may have to be downloaded first', 'Softmax',
  ])
})

describe('the report', () => {
  const place = { version: '1.2.3', userAgent: 'Browser/156', cores: 8, isolated: true, suspends: false }

  it('has all that was found, for somebody who looks into it', () => {
    expect(reportText({ phase: 'ended', end: 'done', adapter, results: [{ step: 'product-float32-row', verdict: right }, { step: 'softmax', verdict: failed }] }, place)).toBe(
      `Myna 1.2.3: test of the GPU
browser: Browser/156
cores: 8, isolated page: yes, JSPI: no
outcome: The test is done: 1 failed of 2

adapter
  vendor: intel
  architecture: gen-12lp
  device: not given
  description: not given
  software: no

features
  shader-f16: no
  subgroups: yes
  timestamp-query: no

limits (offered, needed)
  maxBufferSize: 268435456, 16777216
  maxComputeWorkgroupSizeX: 128, 256 (too little)

results
  Matrix product, 32-bit floats, 1 row: right (131 dB), largest difference 2.0e-5, 4.2 ms, 0.999 G multiply-adds/s, recorded
  Softmax: failed with model-invalid: no kernel for Softmax`,
    )
  })

  it('names what broke the test off, and leaves out what is not known', () => {
    expect(reportText({ phase: 'failed', error: { code: 'device-lost', detail: 'hung' }, step: null, adapter: null, results: [] }, place)).toBe(
      `Myna 1.2.3: test of the GPU
browser: Browser/156
cores: 8, isolated page: yes, JSPI: no
outcome: The GPU went away
error: device-lost: hung`,
    )
  })
})
