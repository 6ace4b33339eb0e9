import { describe, expect, it } from 'vitest'
import { MynaError, type ErrorCode } from '../../../../src/protocol/errors'
import { openOnGpu } from './gpu-check'

/** A "graph" whose value is what running it gives, on each processor; a log of what was opened, run and released. */
function scene(cpu: Float32Array | ErrorCode, gpu: Float32Array | ErrorCode, failing?: ErrorCode) {
  const log: string[] = []
  const open = (name: string, result: Float32Array | ErrorCode) => () => {
    log.push(`open ${name}`)
    if (typeof result === 'string') return Promise.reject(new MynaError(result, name))
    const release = () => {
      log.push(`release ${name}`)
      return Promise.resolve()
    }
    return Promise.resolve({ value: { name, result }, release })
  }
  const opened = openOnGpu({
    onCpu: open('cpu', cpu),
    onGpu: open('gpu', gpu),
    exercise({ name, result }: { readonly name: string; readonly result: Float32Array }) {
      log.push(`run ${name}`)
      if (failing !== undefined && name === 'gpu') return Promise.reject(new MynaError(failing, name))
      return Promise.resolve([{ values: result, tolerance: 1e-6 }])
    },
  })
  return { log, opened }
}

const right = Float32Array.of(1, -2, 0)

describe('opening a graph on the GPU', () => {
  it.each([
    ['computes noise', Float32Array.of(0.3, 1.1, -0.4)],
    ['is off by a twentieth', Float32Array.of(1.1, -2, 0)],
    ['gives no number', Float32Array.of(1, NaN, 0)],
    ['gives too few', Float32Array.of(1, -2)],
  ])('refuses a GPU that %s, and releases it', async (_, wrong) => {
    const { opened, log } = scene(right, wrong)
    await expect(opened).rejects.toMatchObject({ code: 'execution-provider-unsupported' })
    expect(log).toEqual(['open cpu', 'run cpu', 'release cpu', 'open gpu', 'run gpu', 'release gpu'])
  })

  it.each(['model-invalid', 'model-mismatch', 'inference-failed'] as const)('blames the GPU for %s where the CPU had no trouble', async (code) => {
    await expect(scene(right, code).opened).rejects.toMatchObject({ code: 'execution-provider-unsupported', detail: 'on the GPU: gpu' })
    await expect(scene(right, right, code).opened).rejects.toMatchObject({ code: 'execution-provider-unsupported' })
  })

  it.each(['device-lost', 'out-of-memory'] as const)('passes on %s as it is', async (code) => {
    await expect(scene(right, code).opened).rejects.toMatchObject({ code })
  })

  it('passes on what is wrong with the file, without trying the GPU', async () => {
    const { opened, log } = scene('model-invalid', right)
    await expect(opened).rejects.toMatchObject({ code: 'model-invalid', detail: 'cpu' })
    expect(log).toEqual(['open cpu'])
  })

  it('takes a GPU that is off by a thousandth, and never holds both', async () => {
    const { opened, log } = scene(right, Float32Array.of(1.002, -1.998, 0.002))
    expect((await opened).value.name).toBe('gpu')
    expect(log).toEqual(['open cpu', 'run cpu', 'release cpu', 'open gpu', 'run gpu'])
  })
})
