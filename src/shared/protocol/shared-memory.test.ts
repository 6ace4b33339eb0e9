import { expect, it } from 'vitest'
import { sharesMemory } from './shared-memory'

it.each([
  ['an isolated page', { crossOriginIsolated: true, SharedArrayBuffer }, true],
  ['a page that is not isolated', { crossOriginIsolated: false, SharedArrayBuffer }, false],
  ['an isolated page of WebKitGTK 2.50', { crossOriginIsolated: true }, false],
])('knows whether %s can share memory', (_, scope, shares) => {
  expect(sharesMemory(scope)).toBe(shares)
})
