import { afterEach, expect, it, vi } from 'vitest'
import { sharesMemory } from './shared-memory'

const REAL = SharedArrayBuffer

afterEach(() => {
  vi.unstubAllGlobals()
})

it.each([
  [true, SharedArrayBuffer, true],
  [false, SharedArrayBuffer, false],
  // WebKitGTK 2.50
  [true, undefined, false],
])('isolated: %s, buffers: %s: shares memory: %s', (isolated, buffers, shares) => {
  vi.stubGlobal('crossOriginIsolated', isolated)
  if (buffers === undefined) Reflect.deleteProperty(globalThis, 'SharedArrayBuffer')
  try {
    expect(sharesMemory()).toBe(shares)
  } finally {
    globalThis.SharedArrayBuffer = REAL
  }
})

