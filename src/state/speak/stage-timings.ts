import type { StageTiming } from '../../shared/protocol/engine'

/** Timings are running totals: the newest word on a stage replaces the one before. */
export function mergeStages(before: readonly StageTiming[], after: readonly StageTiming[]): readonly StageTiming[] {
  const names = new Set(after.map(({ stage }) => stage))
  return [...before.filter(({ stage }) => !names.has(stage)), ...after]
}
