import type { WeightSource } from '../../../formats/weights'
import type { PocketConfiguration } from './configuration'
import type { PocketBundle } from './published/bundle'
import type { TextTable } from './text/text-table'

/** Parts of the model that are opened each on its own. */
export type PocketPart = 'language-model' | 'codec-decoder' | 'codec-encoder'

/** Of a part of the codec: its convolutions, or its transformer with what goes with that. They run in different threads. */
export type CodecHalf = 'convolutions' | 'transformer'

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
  /** In memory of its own; null where the files keep them in an unknown way. Errors: `model-missing`. */
  readonly readTextTable: () => Promise<TextTable | null>
  /**
   * Reads a part into memory, or one half of it where the files keep them apart; who asks for it drops it. Errors: `model-missing`,
   * `out-of-memory`.
   */
  readonly read: (part: PocketPart, half?: CodecHalf) => Promise<PartFiles>
  /** What was published with graphs that can run the parts; null where there are only weights. */
  readonly bundle: PocketBundle | null
}
