import { afterEach, describe, expect, it, vi } from 'vitest'
import { findChromium } from './chromium-path'

describe('findChromium', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('refuses a CHROME_PATH that is no executable, and says how to get a browser', () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome')
    expect(() => findChromium()).toThrow(/CHROME_PATH is \/nowhere\/chrome[^]*apt-get install chromium/)
  })

  it('takes CHROME_PATH before anything else', () => {
    vi.stubEnv('CHROME_PATH', process.execPath)
    expect(findChromium()).toBe(process.execPath)
  })
})
