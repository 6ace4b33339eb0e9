import type { StoredMatrix, WeightSource } from '../../../formats/weights'
import type { PocketConfiguration } from './configuration'
import type { PocketBundle } from './published/bundle'

/** Parts of the model that are opened each on its own. */
export type PocketPart = 'language-model' | 'codec-decoder' | 'codec-encoder'

/** The files of a part, which are held until it is open. */
export interface PartFiles {
  /** Its weights, views of the files. Errors: `model-invalid`. */
  readonly weights: () => WeightSource
  /** Its published graphs; none where the weights came without. */
  readonly graphs: readonly ArrayBuffer[]
}

/** A Pocket model as it lies in its files: a configuration, and weights by name. */
export interface PocketSource {
  readonly configuration: PocketConfiguration
  /** Errors: `model-missing`, `model-invalid`. */
  readonly readTokenizer: () => Promise<ArrayBuffer>
  /** The row that announces a voice, [width]; empty where the model has none. Errors: `model-missing`, `model-invalid`, `model-mismatch`. */
  readonly readVoiceStart: () => Promise<Float32Array>
  /** A row of [width] for each piece of text; null where the files keep them in an unknown way. Errors: `model-missing`. */
  readonly readTextTable: () => Promise<StoredMatrix | null>
  /** Errors: `model-missing`. */
  readonly open: (part: PocketPart) => Promise<PartFiles>
  /** What was published with graphs that can run the parts; null where there are only weights. */
  readonly bundle: PocketBundle | null
}
