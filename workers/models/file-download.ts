import { MynaError } from '../../src/shared/protocol/errors'
import { storageError } from '../../src/shared/storage/storage-errors'
import type { ByteStore } from './byte-store'
import { fetchIntoPart, type FetchOptions } from './part-fetch'
import { hashPart, type HashedPart } from './hashed-part'
import type { FileSource } from './sources'

/** Waits between rounds over all sources. After the last one the download gives up until the person asks again. */
export const RETRY_DELAYS_MS: readonly number[] = [1000, 3000, 9000]

export interface FileDownload extends FetchOptions {
  readonly packId: string
  readonly path: string
  readonly sources: readonly FileSource[]
  readonly store: ByteStore
  /** Waits; rejects when the signal fires. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface FileFigures {
  readonly sizeBytes: number
  readonly sha256: string
}

/**
 * Brings one file into the store, going on where an earlier attempt stopped, and checks size and hash of the whole.
 * What arrived stays for the next attempt, except when it proved wrong: then only this file is dropped. Errors:
 * `model-not-found`, `model-gated`, `token-refused`, `model-download-failed`, `model-truncated`, `model-hash-mismatch`, `storage-full`,
 * `storage-unavailable`, `busy-elsewhere`, `aborted`.
 */
export async function downloadFile(download: FileDownload): Promise<FileFigures> {
  const { store, packId, path } = download
  try {
    const file = await store.open(packId, path)
    try {
      const part = await hashPart(file, download.signal)
      await complete(download, part)
      return checked(download, part)
    } finally {
      await file.close()
    }
  } catch (thrown) {
    if (download.signal.aborted) throw new MynaError('aborted', 'the download was paused', { cause: thrown })
    const error = storageError(thrown)
    if (error.code === 'model-hash-mismatch') await store.delete(packId, path)
    throw error
  }
}

async function complete(download: FileDownload, part: HashedPart): Promise<void> {
  const { expectedBytes, onBytes, signal, path } = download
  if (expectedBytes !== null && part.sizeBytes > expectedBytes) await part.restart()
  onBytes(part.sizeBytes)
  if (part.sizeBytes === expectedBytes) return

  for (let fruitless = 0; ; fruitless += 1) {
    const before = part.sizeBytes
    const absences: string[] = []
    let failure: MynaError | null = null
    let refusal: MynaError | null = null
    for (const source of download.sources) {
      const attempt = await fetchIntoPart(source, part, download)
      if (attempt.result === 'complete') return
      if (attempt.result === 'failed') failure = attempt.error
      else if (attempt.result === 'refused') refusal ??= attempt.error
      else absences.push(attempt.detail)
    }
    if (!failure) throw refusal ?? new MynaError('model-not-found', `${path}: ${absences.join('; ')}`)
    // A slow line that drops often still arrives: only rounds without progress count.
    if (part.sizeBytes > before) fruitless = 0
    const delayMs = RETRY_DELAYS_MS[fruitless]
    if (delayMs === undefined) throw failure
    await download.delay(delayMs, signal)
  }
}

function checked({ path, expectedBytes, expectedSha256 }: FileDownload, part: HashedPart): FileFigures {
  const { sizeBytes } = part
  if (sizeBytes === 0) throw new MynaError('model-truncated', `${path}: the answer was empty`)
  const sha256 = part.digest()
  if (sizeBytes !== (expectedBytes ?? sizeBytes) || sha256 !== (expectedSha256 ?? sha256)) {
    throw new MynaError(
      'model-hash-mismatch',
      `${path}: ${sizeBytes} bytes with SHA-256 ${sha256}, expected ${expectedBytes ?? 'any'} with ${expectedSha256 ?? 'any'}`,
    )
  }
  return { sizeBytes, sha256 }
}
