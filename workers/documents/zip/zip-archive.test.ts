import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { createRandom } from '../../../src/shared/audio/random'
import { openZip } from './zip-archive'

it('unpacks little at a time, however well it is packed, so that its limit is looked at before much is held', async () => {
  const random = createRandom(5)
  const sizeBytes = 24 * 2 ** 20
  const bytes = new Uint8Array(sizeBytes)
  // Packed as well as a document may be, and all of it in what is read at once.
  for (let i = 0; i < 128 * 1024; i++) bytes[i] = random.uint32()
  const pieces: number[] = []
  const archive = await openZip(new Blob([zipSync({ entry: bytes })]))
  expect(await archive.stream('entry', Infinity, ({ length }) => pieces.push(length))).toBe(true)
  expect(pieces.reduce((sum, length) => sum + length, 0)).toBe(sizeBytes)
  expect(Math.max(...pieces)).toBeLessThanOrEqual(17 * 2 ** 20)
})
