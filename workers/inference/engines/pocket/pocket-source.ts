import type { StoredMatrix, WeightSource } from '../../../formats/weights'
import type { PocketConfiguration } from './configuration'
import type { PocketBundle } from './published/bundle'

/** Parts of the model that are opened each on its own. */
export type PocketPart = 'language-model' | 'codec-decoder' | 'codec-encoder'

/** The files of a part in memory: more of it than all that is made of them. */
export interface PartFiles {
  /** Its weights, views of the files. Errors: `model-invalid`. */
  readonly weights: () => WeightSource
  /** Its published graphs; none where the weights came without. */
  readonly graphs: readonly ArrayBuffer[]
  /** Gives their memory back at once. Whatever was made of them has copied what it needs: views of them are empty now. */
  readonly drop: () => void
}

/** Reads the files of a part, lends them to `use`, and drops them when that is over. Errors: those of either. */
export async function withFiles<T>(read: () => Promise<PartFiles>, use: (files: PartFiles) => Promise<T>): Promise<T> {
  const files = await read()
  try {
    return await use(files)
  } finally {
    files.drop()
  }
}

/** A Pocket model as it lies in its files: a configuration, and weights by name. */
export interface PocketSource {
  readonly configuration: PocketConfiguration
  /** Errors: `model-missing`, `model-invalid`. */
  readonly readTokenizer: () => Promise<ArrayBuffer>
  /** The row that announces a voice, [width]; empty where the model has none. Errors: `model-missing`, `model-invalid`, `model-mismatch`. */
  readonly readVoiceStart: () => Promise<Float32Array>
  /** A row of [width] for each piece of text, in memory of its own; null where the files keep them in an unknown way. Errors: `model-missing`. */
  readonly readTextTable: () => Promise<StoredMatrix | null>
  /** Reads a part into memory; who asks for it drops it. Errors: `model-missing`, `out-of-memory`. */
  readonly read: (part: PocketPart) => Promise<PartFiles>
  /** What was published with graphs that can run the parts; null where there are only weights. */
  readonly bundle: PocketBundle | null
}
