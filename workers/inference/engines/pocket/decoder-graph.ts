import { openBest, readRunnable, type ChoiceContext } from './best-graph'
import type { PocketBundle } from './bundle'
import type { DecoderStream } from './decoder'
import { rewriteDecoder } from './lean/decoder-rewrite'
import { openLeanDecoder } from './lean/lean-graphs'
import { exerciseDecoder } from './lean/rewrite-check'
import type { Opened } from './pocket-sessions'
import { openPublishedDecoder } from './published-graphs'

/** An open codec decoder; `value` starts a stream from silence. */
export interface OpenedDecoder extends Opened<() => DecoderStream> {
  /** It runs rewritten, not as published. */
  readonly isLean: boolean
  /** Its file is quantised. */
  readonly quantised: boolean
  /** It computes the very same samples in whatever blocks, so that their sizes may follow a measurement. */
  readonly sameInAnyBlocks: boolean
}

/** Opens the codec decoder, rewritten where it is known and proven. Errors are those of `openModelGraphs`. */
export async function openDecoder(context: ChoiceContext, bundle: PocketBundle): Promise<OpenedDecoder> {
  const file = await readRunnable(context, 'mimi_decoder')
  const rewritten = rewriteDecoder(new Uint8Array(file.bytes), bundle.mimi_state_manifest)
  const opened = await openBest(context, 'decoder', {
    plain: (on) => openPublishedDecoder(on, bundle, file.bytes),
    lean: rewritten && ((on) => openLeanDecoder(on, bundle, rewritten)),
    exercise: (start) => exerciseDecoder(start, bundle),
  })
  return { ...opened, quantised: file.quantised, sameInAnyBlocks: false }
}
