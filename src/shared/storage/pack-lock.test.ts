import { afterEach, describe, expect, it, vi } from 'vitest'

import { withPackLock } from '../threads/pack-lock'

/** Web Locks of one origin, as far as `ifAvailable` goes. */
function fakeLocks() {
  const held = new Set<string>()
  return {
    async request(name: string, _options: unknown, act: (lock: object | null) => Promise<unknown>) {
      if (held.has(name)) return act(null)
      held.add(name)
      try {
        return await act({})
      } finally {
        held.delete(name)
      }
    },
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the lock of a pack', () => {
  it('turns a second writer away at once, and lets it in when the first is through', async () => {
    vi.stubGlobal('navigator', { locks: fakeLocks() })
    let end: () => void = () => undefined
    const first = withPackLock('tiny', () => new Promise<void>((resolve) => (end = resolve)))
    await expect(withPackLock('tiny', () => Promise.resolve())).rejects.toMatchObject({ code: 'busy-elsewhere' })
    await expect(withPackLock('other', () => Promise.resolve('in'))).resolves.toBe('in')
    end()
    await first
    await expect(withPackLock('tiny', () => Promise.resolve('in'))).resolves.toBe('in')
  })

  it('is let go of when the act fails, and the failure is passed on', async () => {
    vi.stubGlobal('navigator', { locks: fakeLocks() })
    await expect(withPackLock('tiny', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    await expect(withPackLock('tiny', () => Promise.resolve('in'))).resolves.toBe('in')
  })

  it('does without where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {})
    await expect(withPackLock('tiny', () => Promise.resolve('in'))).resolves.toBe('in')
  })
})
