import { openBest, readRunnable, type ChoiceContext, type Placed } from '../best-graph'
import type { PocketBundle } from '../published/bundle'
import type { DecoderStream } from '../published/decoder'
import { decodeWithFallback } from '../on-gpu/decoder-fallback'
import { timeDecoder } from '../on-gpu/timing'
import { codecOnKernels } from '../kernel/codec-agreement'
import { openKernelDecoder } from '../kernel/codec-graphs'
import { rewriteDecoder } from '../lean/decoder-rewrite'
import { openLeanDecoder } from '../lean/lean-graphs'
import { exerciseDecoder } from '../published/kernel-check'
import { openPublishedDecoder } from '../published-graphs'

/** An open codec decoder; `value` starts a stream from silence. */
export interface OpenedDecoder extends Placed<() => DecoderStream> {
  /** Its file is quantised. */
  readonly quantised: boolean
  /** It computes the very same samples in whatever blocks, so that their sizes may follow a measurement. */
  readonly sameInAnyBlocks: boolean
}

/** Opens the codec decoder, on kernels or rewritten where it is known and proven. Errors are those of `openModelGraphs`. */
export async function openDecoder(context: ChoiceContext, bundle: PocketBundle): Promise<OpenedDecoder> {
  const file = await readRunnable(context, 'mimi_decoder')
  const rewritten = rewriteDecoder(new Uint8Array(file.bytes), bundle.mimi_state_manifest)
  const opened = await openBest<() => DecoderStream>(context, {
    key: 'decoder',
    part: 'decoder',
    quantised: file.quantised,
    plain: (on) => openPublishedDecoder(on, bundle, file.bytes),
    lean: rewritten && ((on) => openLeanDecoder(on, bundle, rewritten)),
    kernels: codecOnKernels(context, file.quantised, (loadKernels) => openKernelDecoder(loadKernels, bundle, file.bytes)),
    exercise: (start) => exerciseDecoder(start, bundle),
    time: (start) => timeDecoder(start, bundle),
    withFallback: (start, fallback) => decodeWithFallback(start, fallback, bundle),
  })
  const form = bundle.format !== undefined && opened.form === 'as published' ? 'as compiled' : opened.form
  return { ...opened, form, quantised: file.quantised, sameInAnyBlocks: form === 'on kernels' }
}
