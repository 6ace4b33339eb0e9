import type { Outcome } from './errors'
import type { Progress } from './inference'
import type { ModelPack, PackStatus } from './model-pack'

/** The part of the DOM's `File` that an import needs; a real `File` is passed (it crosses threads by reference). */
export interface DiskFile {
  readonly name: string
  readonly size: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/**
 * The models worker as seen through comlink: downloads, verifies, keeps and removes model files. It reports every
 * change of a pack through the one listener. One tab writes at a time (Web Locks); another tab gets `busy-elsewhere`.
 */
export interface ModelsApi {
  /** Installs the listener and reports the state of all packs once. Errors: `manifest-invalid`, `storage-unavailable`. */
  open(manifest: unknown, baseUrl: string, onStatus: (status: PackStatus) => void): Promise<Outcome<readonly PackStatus[]>>
  /** Downloads what is missing, resuming partial files, verifying while streaming. Resolves when ready or paused. */
  download(packId: string): Promise<Outcome<PackStatus>>
  pause(packId: string): Promise<Outcome<PackStatus>>
  remove(packId: string): Promise<Outcome<PackStatus>>
  /** Hashes what is stored; corrupt files are dropped and the pack becomes `absent` for just those files. */
  verify(packId: string): Promise<Outcome<PackStatus>>
  /**
   * "Use files from my disk": stores the given files as pack `local` (a bundle is recognised by its bundle.json).
   * A file whose name belongs to a pinned pack must match the pinned hash to be taken for that pack. A .safetensors file
   * with a tokenizer is a checkpoint: it is checked and copied, which reports progress and leaves nothing when it fails. Errors:
   * `model-missing` (which file is missing), `model-hash-mismatch`, `model-invalid`, `model-mismatch` (which tensor is missing),
   * `model-outdated` (a bundle that an earlier version compiled), `storage-full`, `aborted`.
   */
  importFiles(files: readonly DiskFile[], onProgress: (progress: Progress) => void): Promise<Outcome<ModelPack>>
  /** Notes which language (BCP 47) a pack from the person's disk speaks. Errors: `model-unknown` for any other pack. */
  setLanguage(packId: string, language: string): Promise<Outcome<PackStatus>>
  /** Stops taking a checkpoint. Other files are taken to the end. */
  cancelImport(): void
}
