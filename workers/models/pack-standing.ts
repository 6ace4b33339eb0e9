import type { ModelFile, ModelPack, PackState } from '../../src/shared/protocol/model-pack'
import { bytesOf, isKept } from '../../src/shared/storage/model-index'
import type { FileKey, ModelPlaceName, PlacedFile } from '../../src/shared/storage/model-place'
import type { ModelFileRecord } from '../../src/shared/storage/schema'

/** Where one file of a pack stands on this device. */
export interface FileStanding {
  readonly file: ModelFile
  /** True: whole, verified and what the manifest asks for. */
  readonly kept: boolean
  /** True: kept in memory only. */
  readonly isHeld: boolean
  /** True: another pack uses the same bytes. */
  readonly isShared: boolean
  /** Bytes here that count: the whole file or the beginning of it. */
  readonly receivedBytes: number
  /** The record of bytes that were whole once and are not what is wanted now: of an older revision, or evicted. */
  readonly outdated: ModelFileRecord | null
  /** From the manifest, else learned at the first complete download, else null. */
  readonly expectedBytes: number | null
  readonly expectedSha256: string | null
}

/** Compares what a pack asks for with the index of all packs and with the bytes that really lie in the store. */
export function standingsOf(
  pack: ModelPack,
  records: readonly ModelFileRecord[],
  store: { readonly placeOf: (packId: string, path: string) => ModelPlaceName; readonly files: readonly PlacedFile[] },
): readonly FileStanding[] {
  const nameOf = ({ packId, path }: FileKey) => `${packId}/${path}`
  const placed = new Map(store.files.map((file) => [nameOf(file), file.sizeBytes]))
  const users = new Map<string, number>()
  for (const record of records) if (record.place !== null) users.set(nameOf(bytesOf(record)), (users.get(nameOf(bytesOf(record))) ?? 0) + 1)
  return pack.files.map((file) => {
    const record = records.find(({ packId, path }) => packId === pack.id && path === file.path)
    const key = record && record.place !== null ? bytesOf(record) : { packId: pack.id, path: file.path }
    const placedBytes = placed.get(nameOf(key)) ?? 0
    // A browser may evict bytes and leave the index: then the record alone proves nothing.
    const kept = isKept(file, record) && record?.place === store.placeOf(key.packId, key.path) && placedBytes === record.sizeBytes
    const outdated = !kept && record && record.place !== null ? record : null
    // A file of another size is another file: the old figures would refuse it for ever.
    const figures = record && (file.sizeBytes === null || file.sizeBytes === record.sizeBytes) ? record : undefined
    return {
      file,
      kept,
      isHeld: kept && record.place === 'memory',
      isShared: kept && (users.get(nameOf(key)) ?? 0) > 1,
      receivedBytes: outdated ? 0 : placedBytes,
      outdated,
      expectedBytes: file.sizeBytes ?? figures?.sizeBytes ?? null,
      expectedSha256: file.sha256 ?? figures?.sha256 ?? null,
    }
  })
}

export function receivedBytesOf(standings: readonly FileStanding[]): number {
  return standings.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0)
}

/** Sum of the sizes, or null while one is unknown. */
export function totalBytesOf(standings: readonly FileStanding[]): number | null {
  return standings.reduce<number | null>(
    (sum, { expectedBytes }) => (sum === null || expectedBytes === null ? null : sum + expectedBytes),
    0,
  )
}

/** The state of a pack that nobody is working on: a file that broke off makes it `paused`. */
export function restingState(standings: readonly FileStanding[]): PackState {
  const receivedBytes = receivedBytesOf(standings)
  const missing = standings.filter(({ kept }) => !kept)
  if (missing.length === 0) return { phase: 'ready', receivedBytes }
  return { phase: missing.some((file) => file.receivedBytes > 0) ? 'paused' : 'absent', receivedBytes }
}
