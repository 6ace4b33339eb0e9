import type { ExecutionProvider, GpuTrial, PartProcessor } from '../../../../../src/shared/protocol/engine'
import { toMynaError, type ErrorCode } from '../../../../../src/shared/protocol/errors'
import type { Gpu } from '../../../../runtime/gpu'
import { compareWithCpu } from './agreement'
import type { Result } from '../published/kernel-check'
import type { Opened } from '../published/graphs'

/** One part of the model, to be had on either processor. */
export interface Contest<T> {
  /** What people call it. */
  readonly part: string
  /** Stands for the part and the very files that it is made of. */
  readonly key: string
  /** What is right by definition: the part on the CPU, as exact as its files. */
  readonly reference: () => Promise<Opened<T>>
  /** The CPU's best way, whatever that is at the time: what a GPU has to be faster than. */
  readonly onCpu: () => Promise<Opened<T>>
  readonly onGpu: () => Promise<Opened<T>>
  /** As `onGpu`, for the first time: fails with `execution-provider-unsupported` where work would fall back to the CPU. */
  readonly onGpuChecked: () => Promise<Opened<T>>
  /** Runs either on a fixed input. */
  readonly exercise: (value: T) => Promise<readonly Result[]>
  /** Times either: milliseconds per frame. */
  readonly time: (value: T) => Promise<number>
  /** Called before each step of a trial; a slow one takes half a minute. */
  readonly onStep: () => void
}

/** What was opened, and why there. */
export interface Chosen<T> extends Opened<T> {
  readonly processor: PartProcessor
}

/** How much of the CPU's time the GPU may take to be worth a second runtime, its memory and its power. */
const WORTH_IT = 0.9

/**
 * Opens a part on the processor that suits. On a device where it never ran both run first on a fixed input, one after the
 * other so that never two are loaded; what came of it is remembered. Errors are those of the CPU: whatever the GPU does
 * wrong only means that it is not chosen.
 */
export async function chooseProcessor<T>(contest: Contest<T>, gpu: Pick<Gpu, 'use' | 'trials'>): Promise<Chosen<T>> {
  const { part, key, onCpu, onGpu } = contest
  const chosen = (opened: Opened<T>, on: ExecutionProvider, trial: GpuTrial): Chosen<T> => ({ ...opened, processor: { part, on, trial } })

  const known = await gpu.trials.read(key)
  if (known !== null && !suits(known, gpu.use)) return chosen(await onCpu(), 'wasm', known)
  if (known !== null) {
    const again = await attempt(onGpu)
    return again.ok ? chosen(again.value, 'webgpu', known) : chosen(await onCpu(), 'wasm', failed(again.detail))
  }

  const { trial, opened, lasting } = await tryOut(contest)
  if (lasting) await gpu.trials.write(key, trial)
  if (opened !== null && suits(trial, gpu.use)) return chosen(opened, 'webgpu', trial)
  await opened?.release()
  return chosen(await onCpu(), 'wasm', trial)
}

/** Whether a GPU of that trial is to be used. */
function suits({ outcome, cpuMs, gpuMs }: GpuTrial, use: Gpu['use']): boolean {
  if (outcome !== 'right') return false
  return use === 'when-right' || (gpuMs !== null && cpuMs !== null && gpuMs <= WORTH_IT * cpuMs)
}

interface TriedOut<T> {
  readonly trial: GpuTrial
  /** The part on the GPU, where it computes rightly. */
  readonly opened: Opened<T> | null
  /** Whether it would come out the same another time: memory may be free then, a lost device back. */
  readonly lasting: boolean
}

async function tryOut<T>({ reference, onCpu, onGpuChecked, exercise, time, onStep }: Contest<T>): Promise<TriedOut<T>> {
  onStep()
  const expected = await withOpened(await reference(), exercise)
  onStep()
  const cpuMs = await withOpened(await onCpu(), time)
  onStep()
  const opening = await attempt(onGpuChecked)
  if (!opening.ok) {
    const { code, detail, lasting } = opening
    const outcome = code === 'execution-provider-unsupported' ? 'misplaced' : 'failed'
    return { trial: { outcome, detail, cpuMs, gpuMs: null }, opened: null, lasting }
  }
  const opened = opening.value
  onStep()
  const running = await attempt(async () => {
    const { agrees, snrDb } = compareWithCpu(await exercise(opened.value), expected)
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

/** Uses a part and releases it in any case. */
async function withOpened<T, R>(opened: Opened<T>, use: (value: T) => Promise<R>): Promise<R> {
  try {
    return await use(opened.value)
  } finally {
    await opened.release()
  }
}

type Attempt<R> = { readonly ok: true; readonly value: R } | { readonly ok: false; readonly code: ErrorCode; readonly detail: string; readonly lasting: boolean }

/** Whatever fails on the GPU is no error: the CPU is there. */
async function attempt<R>(act: () => Promise<R>): Promise<Attempt<R>> {
  try {
    return { ok: true, value: await act() }
  } catch (thrown) {
    const { code, detail } = toMynaError(thrown, 'inference-failed')
    return { ok: false, code, detail, lasting: code !== 'device-lost' && code !== 'out-of-memory' }
  }
}

function failed(detail: string, cpuMs: number | null = null): GpuTrial {
  return { outcome: 'failed', detail, cpuMs, gpuMs: null }
}
