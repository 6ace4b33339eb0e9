import { MynaError } from '../protocol/errors'
import type { ModelPack } from '../protocol/model-pack'
import { createCachePlace } from './cache-place'
import { createDatabase } from './database'
import { borrowHeldFiles, type HeldFile } from './held-files'
import { bytesOf, createModelIndex, isKept, type ModelIndex } from './model-index'
import type { ModelPlace, ModelPlaceName } from './model-place'
import { createOpfsPlace } from './opfs-place'
import type { ModelFileRecord } from './schema'
import { sha256Hex } from './sha256-hex'
import { withStorageErrors } from './storage-errors'

/** The kept files of one pack, for the engine that runs them. */
export interface ModelFiles {
  /** `<pack id>@<SHA-256 over paths and hashes of the kept files>`: two packs with the same key hold the same bytes. */
  readonly packKey: string
  /** True when the file is kept, whole and verified. */
  has(path: string): boolean
  /**
   * The file as it is kept, for whoever reads a large one in pieces. Its bytes were verified when they came, and are not hashed
   * again. Errors: `model-missing`, `model-truncated`, `storage-unavailable`.
   */
  blob(path: string): Promise<Blob>
  /**
   * The whole file; the caller owns the buffer. The bytes are hashed on the way, so that a corrupt one never reaches
   * an engine. Errors: `model-missing`, `model-truncated`, `model-hash-mismatch` (all name the file),
   * `storage-unavailable`, `out-of-memory`.
   */
  read(path: string): Promise<ArrayBuffer>
}

type DevicePlaceName = Exclude<ModelPlaceName, 'memory'>

/** What {@link openModelFiles} reads from; replaced in tests. */
export interface ModelFileSources {
  readonly index: ModelIndex
  readonly place: (name: DevicePlaceName) => ModelPlace
  /** Asked for the files of a pack that are not all on the device. */
  readonly held?: (packId: string) => Promise<readonly HeldFile[]>
}

/**
 * Opens the kept files of `pack` for reading, from any thread. Succeeds when files are missing (`has` tells), so that
 * an engine can say which one it needs. Errors: `storage-unavailable`.
 */
export async function openModelFiles(pack: ModelPack, sources = browserSources()): Promise<ModelFiles> {
  const { index, place, held } = sources
  const records = new Map(await index.records(pack.id))
  for (const [path, record] of records) if (record.place === 'memory') records.delete(path)
  const blobs = new Map<string, Blob>()
  const lacks = pack.files.some((file) => !isKept(file, records.get(file.path)))
  for (const { record, blob } of (lacks && (await held?.(pack.id))) || []) {
    records.set(record.path, record)
    blobs.set(record.path, blob)
  }
  const kept = new Map<string, ModelFileRecord>()
  for (const file of pack.files) {
    const record = records.get(file.path)
    if (record && isKept(file, record)) kept.set(file.path, record)
  }
  async function open(path: string): Promise<{ readonly blob: Blob; readonly record: ModelFileRecord }> {
    const record = kept.get(path)
    if (!record?.place) throw missing(pack, path)
    const { place: at } = record
    const key = bytesOf(record)
    const blob = at === 'memory' ? blobs.get(path) : await withStorageErrors(() => place(at).read(key.packId, key.path))
    if (!blob) throw missing(pack, path)
    if (blob.size !== record.sizeBytes) {
      throw new MynaError('model-truncated', `${pack.id}/${path}: ${blob.size} of ${record.sizeBytes} bytes`)
    }
    return { blob, record }
  }

  return {
    packKey: `${pack.id}@${await contentHash(kept)}`,
    has: (path) => kept.has(path),
    blob: async (path) => (await open(path)).blob,
    async read(path) {
      const { blob, record } = await open(path)
      const bytes = await withStorageErrors(() => blob.arrayBuffer())
      const sha256 = await sha256Hex(bytes)
      if (sha256 !== record.sha256) {
        throw new MynaError('model-hash-mismatch', `${pack.id}/${path}: ${sha256}, expected ${record.sha256}`)
      }
      return bytes
    },
  }
}

let opened: ModelFileSources | null = null

/** One for each thread: to connect to the index takes longer than what is asked of it before every reading. */
function browserSources(): ModelFileSources {
  return (opened ??= {
    index: createModelIndex(createDatabase()),
    place: (name) => (name === 'opfs' ? createOpfsPlace() : createCachePlace()),
    held: borrowHeldFiles,
  })
}

function missing(pack: ModelPack, path: string): MynaError {
  return new MynaError('model-missing', `${pack.id}/${path} is not kept on this device`)
}

async function contentHash(kept: ReadonlyMap<string, ModelFileRecord>): Promise<string> {
  const lines = [...kept.values()].map(({ path, sha256 }) => `${path} ${sha256}\n`).sort()
  return sha256Hex(new TextEncoder().encode(lines.join('')))
}
