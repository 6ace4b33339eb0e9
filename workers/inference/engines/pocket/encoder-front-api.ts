import type { Outcome } from '../../../../src/shared/protocol/errors'
import type { ModelPack } from '../../../../src/shared/protocol/model-pack'
import type { PocketBundle } from './published/bundle'

/** Whose encoder to open: that of a pack's kept files, which the worker reads itself. */
export interface FrontRequest {
  readonly pack: ModelPack
  readonly bundle: PocketBundle
}

/** The worker of the prompt encoder's first half as seen through comlink. It lives for one voice. */
export interface EncoderFrontApi {
  /** Once in a worker's life. Errors: `model-missing`, `model-mismatch`, `out-of-memory`. */
  open(request: FrontRequest): Promise<Outcome<null>>
  /** See `EncoderFront`; prompt 0 comes before prompt 1. Errors: `engine-not-loaded`, `inference-failed`. */
  run(prompt: number, audio: Float32Array): Promise<Outcome<Float32Array>>
}
