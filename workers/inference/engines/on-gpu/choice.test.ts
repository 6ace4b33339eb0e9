import { describe, expect, it } from 'vitest'
import type { GpuTrial } from '../../../../src/shared/protocol/engine'
import { MynaError, type ErrorCode } from '../../../../src/shared/protocol/errors'
import { FLOAT_TOLERANCE } from './agreement'
import { chooseProcessor, type Contest } from './choice'

interface Way {
  readonly name: 'cpu' | 'gpu' | 'second'
  readonly gives: Float32Array
  readonly ms: number
  /** What fails: opening it or running it. */
  readonly failure?: { readonly at: 'open' | 'run'; readonly code: ErrorCode }
}

interface Scene {
  readonly gpu?: Partial<Way>
  /** Another way on the GPU, where there is one. */
  readonly second?: Partial<Way>
  readonly use?: 'when-right' | 'when-faster'
  readonly known?: Readonly<Partial<Record<Way['name'], GpuTrial>>>
}

const right = Float32Array.of(1, -2, 0)
const noise = Float32Array.of(0.3, 1.1, -0.4)
const rightTrial: GpuTrial = { outcome: 'right', detail: 'before', cpuMs: 20, gpuMs: 10 }
const cpu: Way = { name: 'cpu', gives: right, ms: 20 }

/** A part that gives what it is told to, with a log of what was opened, run and released. */
async function choose({ gpu = {}, second, use = 'when-faster', known = {} }: Scene) {
  const log: string[] = []
  const written: GpuTrial[] = []
  const open = (way: Way) => () => {
    log.push(`open ${way.name}`)
    if (way.failure?.at === 'open') return Promise.reject(new MynaError(way.failure.code, 'no luck'))
    return Promise.resolve({ value: way, release: () => Promise.resolve(void log.push(`release ${way.name}`)) })
  }
  const ways: Way[] = [{ name: 'gpu', gives: right, ms: 10, ...gpu }, ...(second ? [{ name: 'second' as const, gives: right, ms: 10, ...second }] : [])]
  const contest: Contest<Way> = {
    part: 'decoder',
    onStep: () => undefined,
    onCpu: open(cpu),
    ways: ways.map((way) => ({ key: way.name, open: open(way), openChecked: open(way) })),
    tolerance: () => FLOAT_TOLERANCE,
    exercise({ name, gives, failure }) {
      log.push(`run ${name}`)
      if (failure?.at === 'run') return Promise.reject(new MynaError(failure.code, 'no luck'))
      return Promise.resolve([{ values: gives, tolerance: 1e-6 }])
    },
    time: ({ name, ms }) => Promise.resolve((log.push(`time ${name}`), ms)),
  }
  const trials = { read: (key: string) => Promise.resolve(known[key as Way['name']] ?? null), write: (_: string, trial: GpuTrial) => Promise.resolve(void written.push(trial)) }
  const { value, processor } = await chooseProcessor(contest, { use, trials })
  expect(processor).toMatchObject({ part: 'decoder', on: value.name === 'cpu' ? 'wasm' : 'webgpu' })
  return { on: value.name, trial: processor.trial, log, written }
}

describe('choosing the processor of a part', () => {
  it.each(['when-right', 'when-faster'] as const)('catches a GPU that computes wrongly, and takes the CPU (%s)', async (use) => {
    const { on, trial, log, written } = await choose({ gpu: { gives: noise }, use })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'wrong', cpuMs: 20, gpuMs: null })
    expect(written).toEqual([trial])
    expect(log).toEqual(['open cpu', 'run cpu', 'time cpu', 'release cpu', 'open gpu', 'run gpu', 'release gpu', 'open cpu'])
  })

  it('refuses a GPU that would leave work to the CPU', async () => {
    const { on, trial, written } = await choose({ gpu: { failure: { at: 'open', code: 'execution-provider-unsupported' } }, use: 'when-right' })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'misplaced', detail: 'no luck', cpuMs: 20 })
    expect(written).toEqual([trial])
  })

  it.each(['open', 'run'] as const)('takes the CPU when the GPU fails to %s, and remembers it', async (at) => {
    const { on, trial, written } = await choose({ gpu: { failure: { at, code: 'inference-failed' } } })
    expect(on).toBe('cpu')
    expect(trial).toMatchObject({ outcome: 'failed', detail: 'no luck' })
    expect(written).toEqual([trial])
  })

  it.each(['device-lost', 'out-of-memory'] as const)('takes the CPU after %s, without a lasting grudge', async (code) => {
    const { on, written } = await choose({ gpu: { failure: { at: 'run', code } } })
    expect([on, written]).toEqual(['cpu', []])
  })

  it('ends where it is cancelled, without a verdict', async () => {
    await expect(choose({ gpu: { failure: { at: 'open', code: 'aborted' } } })).rejects.toMatchObject({ code: 'aborted' })
  })

  it('passes on what is wrong with the part on the CPU, without trying the GPU', async () => {
    const unasked = () => Promise.reject(new Error('asked'))
    const contest = {
      part: '', tolerance: () => FLOAT_TOLERANCE, onStep: () => undefined, exercise: unasked, time: unasked,
      onCpu: () => Promise.reject(new MynaError('model-invalid', 'damaged')), ways: [{ key: '', open: unasked, openChecked: unasked }],
    }
    const trials = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
    await expect(chooseProcessor(contest, { use: 'when-right', trials })).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('takes a GPU that is right and faster, never holding both, and remembers both times', async () => {
    const { on, log, written } = await choose({})
    expect(on).toBe('gpu')
    expect(log).toEqual(['open cpu', 'run cpu', 'time cpu', 'release cpu', 'open gpu', 'run gpu', 'time gpu'])
    expect(written).toMatchObject([{ outcome: 'right', cpuMs: 20, gpuMs: 10 }])
  })

  it('takes the next way where the first one is wrong, and runs the CPU but once', async () => {
    const { on, log, written } = await choose({ gpu: { gives: noise }, second: {} })
    expect(on).toBe('second')
    expect(log.filter((entry) => entry.endsWith('cpu'))).toEqual(['open cpu', 'run cpu', 'time cpu', 'release cpu'])
    expect(written.map(({ outcome }) => outcome)).toEqual(['wrong', 'right'])
    const wrong = { ...rightTrial, outcome: 'wrong' } as const
    expect(await choose({ second: {}, known: { gpu: wrong, second: rightTrial } })).toMatchObject({ on: 'second', log: ['open second'] })
  })

  it.each([
    ['slower', 30],
    ['hardly faster', 19],
  ])('leaves a GPU that is %s, unless it was asked for', async (_, ms) => {
    expect(await choose({ gpu: { ms } })).toMatchObject({ on: 'cpu', trial: { outcome: 'right', gpuMs: ms } })
    expect(await choose({ gpu: { ms }, use: 'when-right' })).toMatchObject({ on: 'gpu' })
  })

  it('opens only the chosen one where it is remembered', async () => {
    expect(await choose({ known: { gpu: rightTrial } })).toMatchObject({ on: 'gpu', log: ['open gpu'], trial: rightTrial, written: [] })
    const slow = { ...rightTrial, gpuMs: 30 }
    expect(await choose({ known: { gpu: slow } })).toMatchObject({ on: 'cpu', log: ['open cpu'], trial: slow })
    expect(await choose({ known: { gpu: slow }, use: 'when-right' })).toMatchObject({ on: 'gpu', log: ['open gpu'] })
    const wrong = { ...rightTrial, outcome: 'wrong' } as const
    expect(await choose({ known: { gpu: wrong }, use: 'when-right' })).toMatchObject({ on: 'cpu', log: ['open cpu'] })
  })

  it('takes the CPU when a GPU that once was right cannot be opened now', async () => {
    const { on, trial, written } = await choose({ known: { gpu: rightTrial }, gpu: { failure: { at: 'open', code: 'out-of-memory' } } })
    expect([on, trial.outcome, written]).toEqual(['cpu', 'failed', []])
  })
})
