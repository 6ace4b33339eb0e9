import { describe, expect, it } from 'vitest'
import { MynaError } from '../protocol/errors'
import type { SettingsRepository } from './services'
import { createVerdictRepository } from './verdicts'

function settingsOver(kept: Map<string, unknown>): Pick<SettingsRepository, 'read' | 'write'> {
  return {
    read: <T>(key: string) => Promise.resolve((kept.get(key) ?? null) as T | null),
    write(key, value) {
      kept.set(key, value)
      return Promise.resolve()
    },
  }
}

describe('verdicts', () => {
  it('are unknown, and never fail, where nothing can be kept', async () => {
    const refused = () => Promise.reject(new MynaError('storage-unavailable', 'private window'))
    const verdicts = createVerdictRepository({ read: refused, write: refused })
    await verdicts.write('graph', true)
    expect(await verdicts.read('graph')).toBeNull()
  })

  it('are unknown when what is kept is no verdict', async () => {
    expect(await createVerdictRepository(settingsOver(new Map([['verdict/graph', 'yes']]))).read('graph')).toBeNull()
  })

  it('are remembered by key, for and against, beside other settings', async () => {
    const kept = new Map<string, unknown>([['good', 'a setting']])
    await createVerdictRepository(settingsOver(kept)).write('good', true)
    await createVerdictRepository(settingsOver(kept)).write('bad', false)
    const verdicts = createVerdictRepository(settingsOver(kept))
    expect(await verdicts.read('good')).toBe(true)
    expect(await verdicts.read('bad')).toBe(false)
    expect(await verdicts.read('other')).toBeNull()
    expect(kept.get('good')).toBe('a setting')
  })
})
