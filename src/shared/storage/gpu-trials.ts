import * as v from 'valibot'
import type { GpuTrial } from '../protocol/engine'
import type { SettingsRepository } from './services'

/** Remembers by key what trials of the GPU said. */
export interface GpuTrialRepository {
  /** Null where nothing is remembered. */
  read(key: string): Promise<GpuTrial | null>
  write(key: string, trial: GpuTrial): Promise<void>
}

const milliseconds = v.nullable(v.pipe(v.number(), v.minValue(0)))

const trialSchema = v.object({
  outcome: v.picklist(['right', 'wrong', 'misplaced', 'failed']),
  detail: v.string(),
  cpuMs: milliseconds,
  gpuMs: milliseconds,
})

/** Trials among the small settings. As verdicts they only save time: no call ever fails. */
export function createGpuTrialRepository(settings: Pick<SettingsRepository, 'read' | 'write'>): GpuTrialRepository {
  const name = (key: string) => `gpu-trial/${key}`
  return {
    async read(key) {
      const kept = v.safeParse(trialSchema, await settings.read(name(key)).catch(() => null))
      return kept.success ? kept.output : null
    },
    async write(key, trial) {
      await settings.write(name(key), trial).catch(() => undefined)
    },
  }
}
