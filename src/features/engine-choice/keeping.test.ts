import { expect, it } from 'vitest'
import { samplePack } from '#testing/models/sample-pack'
import type { StorageReport } from '../../shared/protocol/records'
import { keepingOf } from './keeping'

const status = { pack: samplePack([]), totalBytes: 107, state: { phase: 'paused', receivedBytes: 7 } } as const
const storage = (change: Partial<StorageReport>) => ({ keepsModels: true, usedBytes: 10, quotaBytes: 110, ...change }) as StorageReport

it.each([
  ['there is room for the rest', {}, { kind: 'kept' }],
  ['a byte too little is free', { quotaBytes: 109 }, { kind: 'no-room', freeBytes: 99 }],
  ['more is used than there may be', { quotaBytes: 5 }, { kind: 'no-room', freeBytes: 0 }],
  ['the browser gives no figures', { usedBytes: null, quotaBytes: null }, { kind: 'kept' }],
  ['the browser keeps no models', { keepsModels: false }, { kind: 'nothing-kept' }],
])('tells what becomes of a download where %s', (_, change, expected) => {
  expect(keepingOf(status, storage(change))).toEqual(expected)
})

it('promises nothing else before the figures are there', () => {
  expect(keepingOf(status, null)).toEqual({ kind: 'kept' })
})
