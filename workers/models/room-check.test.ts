import { expect, it } from 'vitest'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { createMemoryByteStore } from './memory-byte-store'
import { ensureRoom } from './room-check'
import { createSpillingStore } from './spilling-store'

it('holds in memory what does not fit, and only that', async () => {
  const device = new MemoryByteStore()
  const store = createSpillingStore(device, createMemoryByteStore())
  const write = async (packId: string, freeBytes: number | null) => {
    await ensureRoom(packId, 10, { store, estimate: () => Promise.resolve(freeBytes === null ? null : { usage: 5, quota: 5 + freeBytes }) })
    const file = await store.open(packId, 'a')
    await file.append(new Uint8Array(10))
    await file.close()
    const place = store.placeOf(packId, 'a')
    await store.delete(packId, 'a')
    return place
  }
  expect(await write('large', 9)).toBe('memory')
  expect(await write('large', 10)).toBe('opfs')
  expect(await write('large', 0)).toBe('memory')
  expect(await write('large', null)).toBe('opfs')
})

it('refuses where nothing can be held', async () => {
  const estimate = () => Promise.resolve({ usage: 5, quota: 14 })
  await expect(ensureRoom('large', 10, { store: new MemoryByteStore(), estimate })).rejects.toMatchObject({ code: 'storage-full' })
})
