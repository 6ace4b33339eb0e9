import { describe, expect, it } from 'vitest'
import type { GpuTrial } from '../../../../../src/shared/protocol/engine'
import { MynaError, type ErrorCode } from '../../../../../src/shared/protocol/errors'
import { chooseProcessor, type Contest } from './choice'

interface Way {
  readonly name: 'reference' | 'cpu' | 'gpu'
  readonly gives: Float32Array
  readonly ms: number
}

interface Scene {
  readonly cpu?: Partial<Way>
  readonly gpu?: Partial<Way>
  /** What fails on the GPU: opening it or running it. */
  readonly failure?: { readonly at: 'open' | 'run'; readonly code: ErrorCode }
  readonly use?: 'when-right' | 'when-faster'
  readonly known?: GpuTrial
}

const right = Float32Array.of(1, -2, 0)
const noise = Float32Array.of(0.3, 1.1, -0.4)
const rightTrial: GpuTrial = { outcome: 'right', detail: 'before', cpuMs: 20, gpuMs: 10 }

/** A part that gives what it is told to, with a log of what was opened, run and released. */
async function choose({ cpu = {}, gpu = {}, failure, use = 'when-faster', known }: Scene) {
  const log: string[] = []
  const written: GpuTrial[] = []
  const open = (way: Way) => () => {
    log.push(`open ${way.name}`)
    if (way.name === 'gpu' && failure?.at === 'open') return Promise.reject(new MynaError(failure.code, 'no luck'))
    const release = () => Promise.resolve(void log.push(`release ${way.name}`))
    return Promise.resolve({ value: way, release })
  }
  const contest: Contest<Way> = {
    part: 'decoder',
    key: 'key',
    reference: open({ name: 'reference', gives: right, ms: 99 }),
    onStep: () => undefined,
    onCpu: open({ name: 'cpu', gives: right, ms: 20, ...cpu }),
    onGpu: open({ name: 'gpu', gives: right, ms: 10, ...gpu }),
    onGpuChecked: open({ name: 'gpu', gives: right, ms: 10, ...gpu }),
    exercise({ name, gives }) {
      log.push(`run ${name}`)
      if (name === 'gpu' && failure?.at === 'run') return Promise.reject(new MynaError(failure.code, 'no luck'))
      return Promise.resolve([{ values: gives, tolerance: 1e-6 }])
    },
    time: ({ name, ms }) => Promise.resolve((log.push(`time ${name}`), ms)),
  }
  const trials = { read: () => Promise.resolve(known ?? null), write: (_: string, trial: GpuTrial) => Promise.resolve(void written.push(trial)) }
  const { value, processor } = await chooseProcessor(contest, { use, trials })
  expect(processor).toMatchObject({ part: 'decoder', on: value.name === 'gpu' ? 'webgpu' : 'wasm' })
  return { on: value.name, trial: processor.trial, log, written }
}

describe('choosing the processor of a part', () => {
  it.each(['when-right', 'when-faster'] as const)('catches a GPU that computes wrongly, and takes the CPU (%s)', async (use) => {
    const { on, trial, log, written } = await choose({ gpu: { gives: noise }, use })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'wrong', cpuMs: 20, gpuMs: null })
    expect(written).toEqual([trial])
    expect(log).toEqual(['open reference', 'run reference', 'release reference', 'open cpu', 'time cpu', 'release cpu', 'open gpu', 'run gpu', 'release gpu', 'open cpu'])
  })

  it('refuses a GPU that would leave work to the CPU', async () => {
    const { on, trial, written } = await choose({ failure: { at: 'open', code: 'execution-provider-unsupported' }, use: 'when-right' })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'misplaced', detail: 'no luck', cpuMs: 20 })
    expect(written).toEqual([trial])
  })

  it.each(['open', 'run'] as const)('takes the CPU when the GPU fails to %s, and remembers it', async (at) => {
    const { on, trial, written } = await choose({ failure: { at, code: 'inference-failed' } })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'failed', detail: 'no luck' })
    expect(written).toEqual([trial])
  })

  it.each(['device-lost', 'out-of-memory'] as const)('takes the CPU after %s, without a lasting grudge', async (code) => {
    const { on, written } = await choose({ failure: { at: 'run', code } })
    expect([on, written]).toEqual(['cpu', []])
  })

  it('passes on what is wrong with the part on the CPU, without trying the GPU', async () => {
    const contest = { part: '', key: '', reference: () => Promise.reject(new MynaError('model-invalid', 'damaged')), onStep: () => undefined }
    const unasked = () => Promise.reject(new Error('asked'))
    const all = { ...contest, onCpu: unasked, onGpu: unasked, onGpuChecked: unasked, exercise: unasked, time: unasked }
    const trials = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
    await expect(chooseProcessor(all, { use: 'when-right', trials })).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('takes a GPU that is right and faster, never holding both, and remembers both times', async () => {
    const { on, log, written } = await choose({})
    expect(on).toBe('gpu')
    expect(log).toEqual(['open reference', 'run reference', 'release reference', 'open cpu', 'time cpu', 'release cpu', 'open gpu', 'run gpu', 'time gpu'])
    expect(written).toMatchObject([{ outcome: 'right', cpuMs: 20, gpuMs: 10 }])
  })

  it('does not blame a GPU for a CPU that rounds to be faster', async () => {
    expect(await choose({ cpu: { gives: noise } })).toMatchObject({ on: 'gpu', trial: { outcome: 'right' } })
  })

  it.each([
    ['slower', 30],
    ['hardly faster', 19],
  ])('leaves a GPU that is %s, unless it was asked for', async (_, ms) => {
    expect(await choose({ gpu: { ms } })).toMatchObject({ on: 'cpu', trial: { outcome: 'right', gpuMs: ms } })
    expect(await choose({ gpu: { ms }, use: 'when-right' })).toMatchObject({ on: 'gpu' })
  })

  it('opens only the chosen one where it is remembered', async () => {
    expect(await choose({ known: rightTrial })).toMatchObject({ on: 'gpu', log: ['open gpu'], trial: rightTrial, written: [] })
    const slow = { ...rightTrial, gpuMs: 30 }
    expect(await choose({ known: slow })).toMatchObject({ on: 'cpu', log: ['open cpu'], trial: slow })
    expect(await choose({ known: slow, use: 'when-right' })).toMatchObject({ on: 'gpu', log: ['open gpu'] })
    const wrong = { ...rightTrial, outcome: 'wrong' } as const
    expect(await choose({ known: wrong, use: 'when-right' })).toMatchObject({ on: 'cpu', log: ['open cpu'] })
  })

  it('takes the CPU when a GPU that once was right cannot be opened now', async () => {
    const { on, trial, written } = await choose({ known: rightTrial, failure: { at: 'open', code: 'out-of-memory' } })
    expect([on, trial.outcome, written]).toEqual(['cpu', 'failed', []])
  })
})
