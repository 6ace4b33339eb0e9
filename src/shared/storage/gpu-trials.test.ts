import { describe, expect, it } from 'vitest'
import type { GpuTrial } from '../protocol/engine'
import { MynaError } from '../protocol/errors'
import { createGpuTrialRepository } from './gpu-trials'
import type { SettingsRepository } from './services'

const trial: GpuTrial = { outcome: 'right', detail: '71 dB', cpuMs: 22, gpuMs: 9 }

function settingsOver(kept: Map<string, unknown>): Pick<SettingsRepository, 'read' | 'write'> {
  return {
    read: <T>(key: string) => Promise.resolve((kept.get(key) ?? null) as T | null),
    write: (key, value) => Promise.resolve(void kept.set(key, value)),
  }
}

describe('trials of the GPU', () => {
  it('are unknown, and never fail, where nothing can be kept', async () => {
    const refused = () => Promise.reject(new MynaError('storage-unavailable', 'private window'))
    const trials = createGpuTrialRepository({ read: refused, write: refused })
    await trials.write('decoder', trial)
    expect(await trials.read('decoder')).toBeNull()
  })

  it.each([true, { ...trial, outcome: 'splendid' }, { ...trial, gpuMs: -1 }, { outcome: 'right' }])('are unknown when what is kept is none: %o', async (kept) => {
    expect(await createGpuTrialRepository(settingsOver(new Map([['gpu-trial/decoder', kept]]))).read('decoder')).toBeNull()
  })

  it('are remembered by key', async () => {
    const kept = new Map<string, unknown>()
    await createGpuTrialRepository(settingsOver(kept)).write('decoder', trial)
    const trials = createGpuTrialRepository(settingsOver(kept))
    expect(await trials.read('decoder')).toEqual(trial)
    expect(await trials.read('speech')).toBeNull()
  })
})
