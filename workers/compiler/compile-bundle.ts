import { createSHA256 } from 'hash-wasm'
import { MynaError } from '../../src/shared/protocol/errors'
import { planBundle, type BundleSource } from './bundle-plan'
import type { PlannedFile } from './graph-file'

/** Takes the bytes of one file. */
export interface FileSink {
  write(bytes: Uint8Array): Promise<void>
  /** Called once everything is written, not after a failure. */
  close(): Promise<void>
}

/** A file as lists of hosted models name it. */
export interface CompiledFile {
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface CompileCall {
  readonly signal: AbortSignal
  /** After every tensor: bytes written of all, and the file being written. */
  readonly onProgress: (progress: { readonly writtenBytes: number; readonly totalBytes: number; readonly path: string }) => void
}

/** Makes the place for a file. */
export type OpenSink = (path: string) => Promise<FileSink>

/**
 * Compiles a checkpoint to a bundle that the engine opens, file by file, tensor by tensor. What a failed or cancelled
 * call has written is the caller's to remove. Errors: `model-invalid`, `model-mismatch` (with the tensor's name),
 * `aborted`, and what reading and writing throw.
 */
export async function compileBundle(source: BundleSource, open: OpenSink, call: CompileCall): Promise<readonly CompiledFile[]> {
  return writeBundle(await planBundle(source), open, call)
}

/** As {@link compileBundle}, for whoever needs the names and sizes of the files before they are made. */
export async function writeBundle(files: readonly PlannedFile[], open: OpenSink, call: CompileCall): Promise<readonly CompiledFile[]> {
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  let writtenBytes = 0
  const compiled: CompiledFile[] = []
  for (const file of files) {
    const onBytes = (count: number) => {
      if (call.signal.aborted) throw new MynaError('aborted', 'stopped on request')
      writtenBytes += count
      call.onProgress({ writtenBytes, totalBytes, path: file.path })
    }
    compiled.push(await writeFile(file, await open(file.path), onBytes))
  }
  return compiled
}

async function writeFile(file: PlannedFile, sink: FileSink, onBytes: (count: number) => void): Promise<CompiledFile> {
  const hasher = await createSHA256()
  hasher.init()
  for await (const part of file.parts()) {
    onBytes(part.length)
    hasher.update(part)
    await sink.write(part)
  }
  await sink.close()
  return { path: file.path, sizeBytes: file.sizeBytes, sha256: hasher.digest('hex') }
}
