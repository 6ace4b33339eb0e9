import { expect, it } from 'vitest'
import { MemoryDirectory } from '#testing/storage/memory-opfs'
import { eraseExports, sweepExports } from '../../src/shared/storage/export-place'
import { createSinks, memorySink } from './file-sink'

const disk = (freeBytes = 1e9) => new MemoryDirectory('', { freeBytes, refusal: 4_294_967_288 })
const rootOf = (directory: MemoryDirectory) => () => Promise.resolve(directory as unknown as FileSystemDirectoryHandle)
const bytes = (...values: number[]) => Uint8Array.from(values)

it('says that the disk is full, with the refusal of every browser', async () => {
  for (const refusal of [0, 4_294_967_288]) {
    const sink = await (await createSinks(rootOf(new MemoryDirectory('', { freeBytes: 2, refusal })), () => 'a'))()
    await expect(sink.write(bytes(1, 2, 3), 0)).rejects.toMatchObject({ name: 'QuotaExceededError' })
  }
})

it.each(['no file system', 'a file system'])('writes anywhere, with %s', async (place) => {
  const root = place === 'a file system' ? rootOf(disk()) : () => Promise.reject(new DOMException('private', 'SecurityError'))
  const sink = await (await createSinks(root, () => 'a'))()
  const long = new Uint8Array(3 << 20).map((_, index) => index % 251)
  await sink.write(long, 5)
  await sink.write(bytes(1, 2, 3, 4, 5), 0)
  await sink.write(bytes(9, 9), (1 << 20) - 1)
  expect(sink.sizeBytes).toBe(long.length + 5)
  const file = new Uint8Array(await (await sink.close()).arrayBuffer())
  expect(file).toHaveLength(long.length + 5)
  expect(file.subarray(0, 7)).toEqual(bytes(1, 2, 3, 4, 5, 0, 1))
  expect(file.subarray((1 << 20) - 2, (1 << 20) + 2)).toEqual(bytes(long[(1 << 20) - 7]!, 9, 9, long[(1 << 20) - 4]!))
  expect(file.at(-1)).toBe(long.at(-1))
})

it('sweeps away what was not taken in ten minutes, and leaves what another tab writes', async () => {
  const directory = disk()
  let next = 0
  const open = await createSinks(rootOf(directory), () => `file-${next++}`)
  await (await open()).close()
  const writing = await open()
  const files = directory.children.get('exports') as MemoryDirectory
  for (const file of files.children.values()) Object.assign(file, { getFile: () => Promise.resolve(new File([], '', { lastModified: 0 })) })
  await createSinks(rootOf(directory), () => 'newest')
  expect([...files.children.keys()]).toEqual(['file-1', 'newest'])
  await writing.close()
})

it.each(['while it is written', 'when it was given'])('gives the room back %s', async (when) => {
  const directory = disk()
  const sink = await (await createSinks(rootOf(directory), () => 'a'))()
  await sink.write(bytes(1), 0)
  if (when === 'when it was given') await sink.close()
  await sink.remove()
  expect((directory.children.get('exports') as MemoryDirectory).children.size).toBe(0)
})

it('sweeps nothing where nothing lies, without a word', async () => {
  const directory = disk()
  await sweepExports(rootOf(directory))
  await sweepExports(() => Promise.reject(new DOMException('private', 'SecurityError')))
  expect(directory.children.size).toBe(0)
})

it('holds one spare file at most', async () => {
  const directory = disk()
  let next = 0
  const open = await createSinks(rootOf(directory), () => `file-${next++}`)
  const [first, second] = [await open(), await open()]
  await first.write(bytes(1), 0)
  expect([first.sizeBytes, second.sizeBytes]).toEqual([1, 0])
  expect(next).toBe(2)
})

it('is gone once everything is erased, and erasing nothing is no error', async () => {
  const directory = disk()
  await (await (await createSinks(rootOf(directory), () => 'a'))()).close()
  await eraseExports(rootOf(directory))
  expect(directory.children.size).toBe(0)
  await eraseExports(rootOf(directory))
  await eraseExports(() => Promise.reject(new DOMException('private', 'SecurityError')))
})

it('holds in memory no byte that was not written', async () => {
  const sink = memorySink()
  await sink.write(bytes(7), 3)
  expect(new Uint8Array(await (await sink.close()).arrayBuffer())).toEqual(bytes(0, 0, 0, 7))
})
