import { expect, it } from 'vitest'
import { MemoryByteStore } from '#testing/models/memory-byte-store'
import { createMemoryByteStore } from './memory-byte-store'
import { createSpillingStore } from './spilling-store'

const bytes = (from: number, count: number) => Uint8Array.from({ length: count }, (_, at) => from + at)

function stores(quotaBytes: number) {
  const device = new MemoryByteStore()
  device.quotaBytes = quotaBytes
  return { device, store: createSpillingStore(device, createMemoryByteStore()) }
}

async function contents(store: ReturnType<typeof stores>['store'], path: string) {
  return new Uint8Array(await (await store.read('tiny', path))!.arrayBuffer())
}

it('leaves on the device what the device takes', async () => {
  const { device, store } = stores(100)
  const file = await store.open('tiny', 'a')
  await file.append(bytes(0, 100))
  await file.close()
  expect(store.placeOf('tiny', 'a')).toBe('opfs')
  expect(device.bytes('tiny', 'a')).toEqual(bytes(0, 100))
})

it('goes on in memory with a file that the device has no more room for, from its first byte', async () => {
  const { device, store } = stores(30)
  const file = await store.open('tiny', 'a')
  await file.append(bytes(0, 20))
  await file.append(bytes(20, 20))
  await file.append(bytes(40, 5))
  expect(file.sizeBytes).toBe(45)
  await file.close()
  expect(store.placeOf('tiny', 'a')).toBe('memory')
  expect(await contents(store, 'a')).toEqual(bytes(0, 45))
  expect(await store.list()).toEqual([{ packId: 'tiny', path: 'a', sizeBytes: 45 }])
  expect(device.bytes('tiny', 'a')).toBeUndefined()
  // Opened again, as for a resumed download.
  const again = await store.open('tiny', 'a')
  expect(again.sizeBytes).toBe(45)
  await again.close()
})

it('renames a file where it lies, on the device or in memory', async () => {
  const { device, store } = stores(20)
  for (const path of ['a', 'b']) {
    const file = await store.open('tiny', path)
    await file.append(bytes(0, 15))
    await file.close()
    await store.move({ packId: 'tiny', path }, { packId: 'other', path })
  }
  expect([store.placeOf('other', 'a'), store.placeOf('other', 'b')]).toEqual(['opfs', 'memory'])
  expect((await store.list()).map(({ packId, path }) => `${packId}/${path}`).toSorted()).toEqual(['other/a', 'other/b'])
  expect(device.bytes('other', 'a')).toEqual(bytes(0, 15))
  await expect(store.move({ packId: 'tiny', path: 'b' }, { packId: 'other', path: 'c' })).rejects.toMatchObject({ name: 'NotFoundError' })
})

it('asks the device for nothing of a pack that it was told to hold, and keeps what was there', async () => {
  const { device, store } = stores(Infinity)
  const begun = await store.open('tiny', 'a')
  await begun.append(bytes(0, 10))
  await begun.close()
  store.hold!('tiny', true)
  const file = await store.open('tiny', 'a')
  await file.append(bytes(10, 10))
  await file.close()
  expect(await contents(store, 'a')).toEqual(bytes(0, 20))
  expect(device.files.size).toBe(0)
})

it.each([['another pack', 'other', true], ['the same pack once it fits', 'tiny', false]] as const)('puts files of %s on the device', async (_, packId, holds) => {
  const { device, store } = stores(Infinity)
  store.hold!('tiny', true)
  store.hold!('tiny', holds)
  const file = await store.open(packId, 'a')
  await file.append(bytes(0, 10))
  await file.close()
  expect(device.bytes(packId, 'a')).toEqual(bytes(0, 10))
})

it('lets a file that was deleted from memory lie on the device again', async () => {
  const { store } = stores(10)
  const file = await store.open('tiny', 'a')
  await file.append(bytes(0, 11))
  await file.close()
  await store.delete('tiny', 'a')
  expect(await store.list()).toEqual([])
  expect(store.placeOf('tiny', 'a')).toBe('opfs')
})

it('passes on every other failure', async () => {
  const { store } = stores(10)
  await store.open('tiny', 'a')
  await expect(store.open('tiny', 'a')).rejects.toMatchObject({ name: 'NoModificationAllowedError' })
})
