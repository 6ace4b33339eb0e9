import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** How often opening is refused, and which databases the browser names. */
let refusals: number
let databases: () => Promise<IDBDatabaseInfo[]>

beforeEach(() => {
  vi.resetModules()
  const real = new IDBFactory()
  databases = () => Promise.resolve([])
  vi.stubGlobal('indexedDB', {
    open(name: string) {
      if (refusals-- > 0) throw new DOMException('Internal error opening backing store', 'UnknownError')
      return real.open(name)
    },
    deleteDatabase: (name: string) => real.deleteDatabase(name),
    databases: () => databases(),
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** As a page asks that was just opened. */
async function asked(): Promise<boolean> {
  const { keepsOnDevice } = await import('./kept-database')
  return keepsOnDevice()
}

describe('whether the browser keeps anything', () => {
  it('goes into memory where it refuses again and again', async () => {
    refusals = Infinity
    const refusing = indexedDB
    databases = () => Promise.reject(new DOMException('no', 'SecurityError'))
    expect(await asked()).toBe(false)
    expect(indexedDB).not.toBe(refusing)
  })

  it('asks again a moment after it was refused', async () => {
    refusals = 1
    const refusing = indexedDB
    expect(await asked()).toBe(true)
    expect(indexedDB).toBe(refusing)
  })

  it('puts nothing into the place of what is kept already', async () => {
    refusals = Infinity
    const refusing = indexedDB
    databases = () => Promise.resolve([{ name: 'myna', version: 6 }])
    expect(await asked()).toBe(true)
    expect(indexedDB).toBe(refusing)
  })
})
