import { describe, expect, it } from 'vitest'
import { findGpuAdapter } from './gpu-adapter'

const lending = (info: Partial<GPUAdapterInfo> | null, features: readonly string[] = []) => ({
  userAgent: 'Browser/156',
  gpu: { requestAdapter: () => Promise.resolve(info && { info, features: new Set(features) }) },
})

describe('finding a GPU', () => {
  it.each([
    ['no WebGPU', { userAgent: 'Browser/156' }],
    ['no adapter', lending(null)],
  ])('gives null where the browser has %s', async (_, navigator) => {
    expect(await findGpuAdapter(navigator)).toBeNull()
  })

  it('tells devices, drivers and browsers apart', async () => {
    const info = { vendor: 'nvidia', architecture: 'ampere', device: '0x2204', description: '551.23' }
    const key = async (changes: Partial<GPUAdapterInfo>, userAgent = 'Browser/156') =>
      (await findGpuAdapter({ ...lending({ ...info, ...changes }), userAgent }))?.key
    expect(await key({})).toBe(await key({}))
    const keys = [key({}), key({ vendor: 'amd' }), key({ architecture: 'ada' }), key({ device: '0x1' }), key({ description: '552' }), key({}, 'Browser/157')]
    expect(new Set(await Promise.all(keys)).size).toBe(6)
  })

  it.each([
    [true, { vendor: 'google', architecture: 'swiftshader' }],
    [true, { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }],
    [true, { vendor: 'microsoft', isFallbackAdapter: true }],
    [false, { vendor: 'intel', architecture: 'gen-12lp', isFallbackAdapter: false }],
    [false, {}],
  ])('knows an imitation: %s for %o', async (isSoftware, info) => {
    expect(await findGpuAdapter(lending(info))).toMatchObject({ isSoftware })
  })

  it.each([[true, ['timestamp-query']], [false, ['shader-f16']]])('tells whether it lacks 16-bit floats: %s for %o', async (lacksHalfFloats, features) => {
    expect(await findGpuAdapter(lending({}, features))).toMatchObject({ lacksHalfFloats })
  })
})
