import { describe, expect, it, vi } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import type { GpuTestEvent } from '../../src/shared/protocol/gpu-test'
import { adapterFacts, type DescribedAdapter } from './adapter-facts'
import { createGpuTestService, type GpuTestTools } from './gpu-test-service'

const adapter: DescribedAdapter = {
  info: { vendor: 'nvidia', architecture: 'ada-2' },
  features: new Set(['shader-f16', 'texture-compression-bc']),
  limits: { maxBufferSize: 1024, maxStorageBufferBindingSize: 2 ** 31 },
}

async function tested(tools: Partial<GpuTestTools>) {
  const events: GpuTestEvent[] = []
  const service = createGpuTestService({
    gpu: { requestAdapter: () => Promise.resolve(adapter) },
    openGpu: () => Promise.resolve({ openResident: () => Promise.reject(new Error('not asked for')) }),
    now: () => 0,
    steps: [],
    ...tools,
  })
  return { outcome: await service.test((event) => events.push(event)), events }
}

describe('the GPU test', () => {
  it.each([
    ['no-webgpu', undefined],
    ['no-adapter', { requestAdapter: () => Promise.resolve(null) }],
  ] as const)('ends with %s before anything is loaded', async (end, gpu) => {
    const openGpu = vi.fn(() => Promise.resolve(null))
    expect(await tested({ gpu, openGpu })).toEqual({ outcome: { ok: true, value: end }, events: [] })
    expect(openGpu).not.toHaveBeenCalled()
  })

  it('tells what the adapter is before the first step', async () => {
    const { outcome, events } = await tested({})
    expect(outcome).toEqual({ ok: true, value: 'done' })
    expect(events).toEqual([{ type: 'adapter', adapter: adapterFacts(adapter) }])
  })

  it('answers when all that it told was heard, not before', async () => {
    let heard: () => void = () => undefined
    const answered = vi.fn()
    const service = createGpuTestService({ gpu: { requestAdapter: () => Promise.resolve(adapter) }, openGpu: () => Promise.resolve(null), now: () => 0, steps: [] })
    const testing = service.test(() => new Promise<void>((resolve) => { heard = resolve })).then(answered)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(answered).not.toHaveBeenCalled()
    heard()
    await testing
    expect(answered).toHaveBeenCalledOnce()
  })

  it('fails with the code of what kept the runtime from starting', async () => {
    const { outcome } = await tested({ openGpu: () => Promise.reject(new MynaError('execution-provider-unsupported', 'gone')) })
    expect(outcome).toEqual({ ok: false, error: { code: 'execution-provider-unsupported', detail: 'gone' } })
  })
})

describe('the facts of an adapter', () => {
  it('keep only features that matter, and texts that the browser gives', () => {
    expect(adapterFacts(adapter)).toMatchObject({ vendor: 'nvidia', device: '', isSoftware: false, features: ['shader-f16'] })
  })

  it('set each limit against what is needed; one that the browser does not know is 0', () => {
    const limit = (name: string) => adapterFacts(adapter).limits.find((candidate) => candidate.name === name)
    // Pocket TTS: 1024 × 4096 values of four bytes.
    expect(limit('maxBufferSize')).toEqual({ name: 'maxBufferSize', value: 1024, needed: 16_777_216, unit: 'bytes' })
    expect(limit('maxComputeWorkgroupSizeX')).toEqual({ name: 'maxComputeWorkgroupSizeX', value: 0, needed: 256, unit: 'count' })
  })
})
