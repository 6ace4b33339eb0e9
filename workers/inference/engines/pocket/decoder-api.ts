import type { Outcome } from '../../../../src/shared/protocol/errors'
import type { ModelPack } from '../../../../src/shared/protocol/model-pack'
import type { DecodedBlock } from './codec/block-decoder'
import type { PocketBundle } from './published/bundle'
import type { OpenedDecoder } from './codec/decoder-opening'

/** Which decoder to open: that of a pack's kept files, which the worker reads itself. */
export interface DecoderRequest {
  readonly pack: ModelPack
  readonly bundle: PocketBundle
}

/** What is to be known of an open decoder. */
export type DecoderFacts = Pick<OpenedDecoder, 'form' | 'quantised' | 'sameInAnyBlocks'>

/** The decoder's worker as seen through comlink. A chunk has a number of its own and begins with its first block. */
export interface DecoderApi {
  /** Once in a worker's life. Errors: as `openModelGraphs`. */
  open(request: DecoderRequest): Promise<Outcome<DecoderFacts>>
  /** Blocks are decoded one after another, in the order of asking. Errors: `engine-not-loaded`, `inference-failed`, `aborted`. */
  decode(chunk: number, latents: Float32Array): Promise<Outcome<DecodedBlock>>
  /** Forgets the chunk after the blocks that were handed over. */
  finish(chunk: number): void
  /** Forgets the chunk and drops its blocks that were not begun. */
  abandon(chunk: number): void
}
