import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { ModelFile } from '../../src/shared/protocol/model-pack'

/**
 * Compares a file on disk with the manifest's size and SHA-256 (null figures are not compared). Returns what is wrong
 * in words, or null when the file is as published.
 */
export async function findFileProblem(path: string, expected: ModelFile): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return 'missing'
  if (expected.sizeBytes !== null && found.size !== expected.sizeBytes) {
    return `${found.size} bytes instead of ${expected.sizeBytes}`
  }
  if (expected.sha256 === null) return null
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const sha256 = hash.digest('hex')
  return sha256 === expected.sha256 ? null : `SHA-256 ${sha256} instead of ${expected.sha256}`
}
