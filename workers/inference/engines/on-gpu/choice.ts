import type { ExecutionProvider, GpuTrial, PartProcessor } from '../../../../src/shared/protocol/engine'
import { toMynaError, type ErrorCode } from '../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../runtime/gpu'
import { compareWithCpu, type Result, type Tolerance } from './agreement'
import type { Opened } from '../opened'

/** A way to run a part on the GPU. */
export interface GpuWay<T, O extends Opened<T> = Opened<T>> {
  /** Stands for the way, the part and the very files that it is made of. */
  readonly key: string
  readonly open: () => Promise<O>
  /** As `open`, for the first time: fails with `execution-provider-unsupported` where work would fall back to the CPU. */
  readonly openChecked: () => Promise<O>
}

/** One part of the model, to be had on either processor. */
export interface Contest<T, O extends Opened<T> = Opened<T>> {
  /** What people call it. */
  readonly part: string
  /** The CPU's best way: what a GPU has to agree with and to be faster than. */
  readonly onCpu: () => Promise<O>
  /** The GPU's ways, of which the first one that is right is taken. */
  readonly ways: readonly GpuWay<T, O>[]
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
  /** How far they may be apart on it; asked for after the CPU has run. */
  readonly tolerance: () => Tolerance
  /** Times either: milliseconds per frame. */
  readonly time: (value: T) => Promise<number>
  /** Called before each step of a trial; a slow one takes half a minute. */
  readonly onStep: () => void
}

/** What was opened, and why there. */
export type Chosen<O> = O & { readonly processor: PartProcessor }

/** How much of the CPU's time the GPU may take to be worth a second runtime, its memory and its power. */
const WORTH_IT = 0.9

/**
 * Opens a part on the processor that suits. A way that never ran on this device first runs on a fixed input, as does the CPU,
 * one after the other so that never two are loaded; what came of it is remembered. Errors are those of the CPU, and `aborted`:
 * whatever else the GPU does wrong only means that it is not chosen.
 */
export async function chooseProcessor<T, O extends Opened<T>>(contest: Contest<T, O>, gpu: Pick<Gpu, 'use' | 'trials'>): Promise<Chosen<O>> {
  const { part, onCpu, ways } = contest
  const chosen = (opened: O, on: ExecutionProvider, trial: GpuTrial): Chosen<O> => ({ ...opened, processor: { part, on, trial } })
  const measured = once(() => measureCpu(contest))
  let last: GpuTrial = failed('there is no way to run it there')

  for (const way of ways) {
    const known = await gpu.trials.read(way.key)
    if (known !== null) {
      last = known
      if (!suits(known, gpu.use)) continue
      const again = await attempt(way.open)
      if (again.ok) return chosen(again.value, 'webgpu', known)
      last = failed(again.detail)
      continue
    }
    const { trial, opened, lasting } = await tryOut(contest, way, await measured())
    if (lasting) await gpu.trials.write(way.key, trial)
    if (opened !== null && suits(trial, gpu.use)) return chosen(opened, 'webgpu', trial)
    await opened?.release()
    last = trial
  }
  return chosen(await onCpu(), 'wasm', last)
}

/** Whether a GPU of that trial is to be used. */
function suits({ outcome, cpuMs, gpuMs }: GpuTrial, use: Gpu['use']): boolean {
  if (outcome !== 'right') return false
  return use === 'when-right' || (gpuMs !== null && cpuMs !== null && gpuMs <= WORTH_IT * cpuMs)
}

interface OnCpu {
  readonly expected: readonly Result[]
  readonly cpuMs: number
}

async function measureCpu<T, O extends Opened<T>>({ onCpu, exercise, time, onStep }: Contest<T, O>): Promise<OnCpu> {
  onStep()
  const opened = await onCpu()
  try {
    const expected = await exercise(opened.value)
    onStep()
    return { expected, cpuMs: await time(opened.value) }
  } finally {
    await opened.release()
  }
}

interface TriedOut<O> {
  readonly trial: GpuTrial
  /** The part on the GPU, where it computes rightly. */
  readonly opened: O | null
  /** Whether it would come out the same another time: memory may be free then, a lost device back. */
  readonly lasting: boolean
}

async function tryOut<T, O extends Opened<T>>({ exercise, tolerance, time, onStep }: Contest<T, O>, { openChecked }: GpuWay<T, O>, { expected, cpuMs }: OnCpu): Promise<TriedOut<O>> {
  onStep()
  const opening = await attempt(openChecked)
  if (!opening.ok) {
    const { code, detail, lasting } = opening
    const outcome = code === 'execution-provider-unsupported' ? 'misplaced' : 'failed'
    return { trial: { outcome, detail, cpuMs, gpuMs: null }, opened: null, lasting }
  }
  const opened = opening.value
  onStep()
  const running = await attempt(async () => {
    const { agrees, snrDb } = compareWithCpu(await exercise(opened.value), expected, tolerance())
    onStep()
    return { agrees, snrDb, gpuMs: agrees ? await time(opened.value) : null }
  })
  if (running.ok && running.value.agrees) {
    const { snrDb, gpuMs } = running.value
    const detail = snrDb === Infinity ? 'the same numbers as the CPU' : `${snrDb.toFixed(0)} dB from the CPU’s numbers`
    return { trial: { outcome: 'right', detail, cpuMs, gpuMs }, opened, lasting: true }
  }
  await opened.release()
  if (!running.ok) return { trial: failed(running.detail, cpuMs), opened: null, lasting: running.lasting }
  const detail = `${running.value.snrDb.toFixed(0)} dB from the CPU’s numbers`
  return { trial: { outcome: 'wrong', detail, cpuMs, gpuMs: null }, opened: null, lasting: true }
}

type Attempt<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly code: ErrorCode; readonly detail: string; readonly lasting: boolean }

/** Whatever fails on the GPU is no error: the CPU is there. Only a person can end it. */
async function attempt<R>(act: () => Promise<R>): Promise<Attempt<R>> {
  try {
    return { ok: true, value: await act() }
  } catch (thrown) {
    const { code, detail } = toMynaError(thrown, 'inference-failed')
    if (code === 'aborted') throw thrown
    return { ok: false, code, detail, lasting: code !== 'device-lost' && code !== 'out-of-memory' }
  }
}

function failed(detail: string, cpuMs: number | null = null): GpuTrial {
  return { outcome: 'failed', detail, cpuMs, gpuMs: null }
}

function once<R>(act: () => Promise<R>): () => Promise<R> {
  let result: Promise<R> | null = null
  return () => (result ??= act())
}
