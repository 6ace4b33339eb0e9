import type { SpeakSummary, StageTiming } from '../../shared/protocol/engine'
import { MynaError } from '../../shared/protocol/errors'

/** Adds up the figures of several calls that make one reading. */
export interface SummaryTotal {
  add(summary: SpeakSummary): void
  stages(): readonly StageTiming[]
  /** Hz. Throws `internal` before the first call. */
  sampleRate(): number
  /** The whole, of which `sampleCount` samples were kept. Throws `internal` before the first call. */
  summary(sampleCount: number): SpeakSummary
}

export function createSummaryTotal(): SummaryTotal {
  let newest: SpeakSummary | null = null
  let wallMs = 0
  let stages: readonly StageTiming[] = []

  function last(): SpeakSummary {
    if (!newest) throw new MynaError('internal', 'no call was added')
    return newest
  }

  return {
    add(summary) {
      newest = summary
      wallMs += summary.wallMs
      stages = addTimings(stages, summary.stages)
    },
    stages: () => stages,
    sampleRate: () => last().sampleRate,
    summary(sampleCount) {
      const executionProvider = stages.some(({ on }) => on === 'webgpu') ? 'webgpu' : last().executionProvider
      return { ...last(), sampleCount, wallMs, stages, executionProvider }
    },
  }
}

/** Timings of one call on top of those before it; a stage ran last where the later call says. */
export function addTimings(before: readonly StageTiming[], after: readonly StageTiming[]): readonly StageTiming[] {
  const sums = new Map(before.map((timing) => [timing.stage, timing]))
  for (const timing of after) {
    const { totalMs = 0, calls = 0, frames = 0 } = sums.get(timing.stage) ?? {}
    sums.set(timing.stage, {
      ...timing,
      totalMs: totalMs + timing.totalMs,
      calls: calls + timing.calls,
      frames: frames + timing.frames,
    })
  }
  return [...sums.values()]
}

/** Timings are running totals: the newest word on a stage replaces the one before. */
export function mergeStages(before: readonly StageTiming[], after: readonly StageTiming[]): readonly StageTiming[] {
  const names = new Set(after.map(({ stage }) => stage))
  return [...before.filter(({ stage }) => !names.has(stage)), ...after]
}
