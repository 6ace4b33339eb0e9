import type { Outcome } from './errors'
import type { Progress } from './inference'
import type { ModelListing, PackUpdate } from './model-address'
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
  /**
   * Downloads what is missing, resuming partial files, verifying while streaming. Resolves when ready or paused. `token` is the
   * person's own for Hugging Face, shown to that host alone, and only for a pack that needs it.
   */
  download(packId: string, token: string | null): Promise<Outcome<PackStatus>>
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
  /** Notes which language (BCP 47) a pack that the person added speaks. Errors: `model-unknown` for any other pack. */
  setLanguage(packId: string, language: string): Promise<Outcome<PackStatus>>
  /** Stops taking a checkpoint. Other files are taken to the end. */
  cancelImport(): void
  /** Calls a pack that the person added something else. Errors: `model-unknown` for any other pack. */
  rename(packId: string, name: string): Promise<Outcome<PackStatus>>
  /**
   * Lists what stands at an address; nothing large is fetched. Errors: `address-invalid`, `address-host-refused`, `address-not-found`,
   * `address-without-model`, `model-gated`, `token-refused`, `token-unsafe`, `model-download-failed`, `aborted`.
   */
  lookAt(address: string, token: string | null): Promise<Outcome<ModelListing>>
  /**
   * Describes one of the models there as a pack, from its configuration and the beginning of its weights. Errors: as `lookAt`;
   * `model-missing`, `model-no-encoder`, `model-structure-unknown`, `model-invalid`.
   */
  examine(address: string, path: string, token: string | null): Promise<Outcome<ModelPack>>
  /** Lists a pack that `examine` or `findUpdate` gave; one that is listed becomes one of that revision. It is downloaded like any other. */
  addPack(pack: ModelPack): Promise<Outcome<PackStatus>>
  /** A newer revision of a pack that was added by address, null where it is of the newest; nothing of the pack changes. Errors: as `examine`; `model-unknown`. */
  findUpdate(packId: string, token: string | null): Promise<Outcome<PackUpdate | null>>
  /** Stops looking, examining and asking. */
  cancelLook(): void
}
