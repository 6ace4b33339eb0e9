import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import { storageError } from '../../src/shared/storage/storage-errors'
import type { CompiledFile, OpenSink } from '../compiler/compile-bundle'
import type { OpenFile } from './byte-store'
import type { ModelsEnvironment } from './models-environment'
import type { CompilationCall, CompilationPlan } from './compilation-plan'
import { ensureRoom } from './room-check'

/**
 * Makes the planned files, one after another, in the store and returns the pack with their hashes. The caller holds the
 * pack's lock. When it fails or is stopped, nothing of the pack is left. Errors: `storage-full`, `storage-unavailable`,
 * `model-invalid` (the checkpoint is cut off), `aborted`.
 */
export async function storeCompilation({ pack, files }: CompilationPlan, environment: ModelsEnvironment, call: CompilationCall): Promise<ModelPack> {
  const { index, store, estimate } = environment
  await ensureRoom(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), estimate)
  const { writeBundle } = await import('../compiler/compile-bundle')
  const place = openInTurn(environment, pack.id)
  try {
    // Records of an earlier visit must not vouch for bytes that are being made anew.
    await index.forget(pack.id)
    // Listed before its bytes come, so that what a crash leaves can be seen and removed.
    await index.saveLocalPack(pack)
    const compiled = await writeBundle(files, place.open, { signal: call.signal, onProgress: inPercent(call.onProgress) })
    for (const { path, sizeBytes, sha256 } of compiled) {
      await index.write({ packId: pack.id, path, sizeBytes, sha256, place: store.name })
    }
    const whole = withHashes(pack, compiled)
    await index.saveLocalPack(whole)
    return whole
  } catch (thrown) {
    await place.closeLast()
    for (const { path } of files) await store.delete(pack.id, path)
    await index.forget(pack.id)
    throw storageError(thrown)
  }
}

/** Files of a pack as sinks, of which one is open at a time. */
function openInTurn({ store }: ModelsEnvironment, packId: string): { readonly open: OpenSink; closeLast(): Promise<void> } {
  let last: OpenFile | null = null
  async function closeLast(): Promise<void> {
    const file = last
    last = null
    await file?.close()
  }
  return {
    closeLast,
    async open(path) {
      const file = await store.open(packId, path)
      last = file
      await file.clear()
      return { write: (bytes) => file.append(bytes), close: closeLast }
    },
  }
}

function withHashes(pack: ModelPack, compiled: readonly CompiledFile[]): ModelPack {
  const hashes = new Map(compiled.map(({ path, sha256 }) => [path, sha256]))
  const files = pack.files.map((file) => {
    const sha256 = hashes.get(file.path)
    if (sha256 === undefined) throw new MynaError('internal', `${file.path} was not made`)
    return { ...file, sha256 }
  })
  return { ...pack, files }
}

/** Reports once a percent and file: there are thousands of pieces, and each report is a message to the page. */
function inPercent(onProgress: CompilationCall['onProgress']) {
  let reported = ''
  return ({ writtenBytes, totalBytes, path }: { readonly writtenBytes: number; readonly totalBytes: number; readonly path: string }) => {
    const fraction = writtenBytes / totalBytes
    const report = `${path} ${Math.floor(100 * fraction)}`
    if (report === reported) return
    reported = report
    onProgress({ label: `Making ${path}`, fraction })
  }
}
