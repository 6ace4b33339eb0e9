import { createRandom } from '../../../../../src/shared/audio/random'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { decodeWithFallback } from '../on-gpu/decoder-fallback'
import { decoderWays } from '../on-gpu/decoder'
import { timeDecoder } from '../on-gpu/timing'
import { isProven, openPart, type PartContext, type Placed } from '../part-opening'
import { withFiles, type PocketSource } from '../pocket-source'
import { openPublishedDecoder } from '../published/decoder'
import { unowned } from '../../opened'
import { LEAST_PLAIN_SIGNAL, LEAST_SIGNAL, similar } from '../published/kernel-check'
import { peak, type Result } from '../../on-gpu/agreement'
import type { DecoderStream } from './block-decoder'
import { createDecoderBack, createKernelDecoder } from './kernel-decoder'

/** An open codec decoder; `value` starts a stream from silence. */
export interface OpenedDecoder extends Placed<() => DecoderStream> {
  /** It computes the very same samples in whatever blocks, so that their sizes may follow a measurement. */
  readonly sameInAnyBlocks: boolean
}

/** What is to be known of an open decoder. */
export type DecoderFacts = Pick<OpenedDecoder, 'form' | 'sameInAnyBlocks'>

/** The same of one in a thread of its own. */
export interface ThreadFacts extends DecoderFacts {
  /** Its blocks are what a `DecoderFront` makes of latents, not latents. */
  readonly takesRows: boolean
}

/** Names it in what is remembered of it. */
export const DECODER = 'decoder'

/** Opens the codec decoder. Errors are those of `openPocketModel`. */
export async function openDecoder(context: PartContext, source: PocketSource): Promise<OpenedDecoder> {
  const { configuration, bundle } = source
  const files = () => source.read('codec-decoder')
  const { gpu } = context
  const opened = await openPart<() => DecoderStream>(context, {
    key: DECODER,
    part: 'decoder',
    files,
    async kernels(loadKernels, part) {
      if (configuration.codec === null) throw new MynaError('model-mismatch', 'the files declare no caches of the decoder’s transformer')
      return unowned(createKernelDecoder(await loadKernels(), part.weights(), configuration.codec.decoder))
    },
    published: bundle && ((on, { graphs }) => openPublishedDecoder(on, bundle, graphs[0])),
    onGpu: gpu ? decoderWays({ ...context, gpu }, { configuration, files }) : [],
    kernelsRound: false,
    tryOut: (start) => exerciseDecoder(start, configuration, TRIAL_BLOCKS),
    exercise: (start) => exerciseDecoder(start, configuration),
    agree: (actual, expected, isQuantised) => similar(actual, expected, isQuantised ? LEAST_SIGNAL : LEAST_PLAIN_SIGNAL),
    time: (start) => timeDecoder(start, configuration),
    withFallback: (start, fallback) => decodeWithFallback(start, fallback, configuration),
  })
  return { ...opened, sameInAnyBlocks: opened.form === 'on kernels' }
}

/**
 * The decoder for a thread of its own: on kernels it is given what the thread of the language model, which waits for it, makes of
 * latents, and only its second half is opened unless it has to be compared first. Errors: those of {@link openDecoder}.
 */
export async function openDecoderApart(context: PartContext, source: PocketSource): Promise<OpenedDecoder & ThreadFacts> {
  const { loadKernels } = context
  if (!loadKernels || !(await isProven(context, source, DECODER))) return withoutFront(await openDecoder(context, source))
  return withFiles(() => source.read('codec-decoder', 'convolutions'), async (part) => {
    const value = createDecoderBack(await loadKernels(), part.weights())
    return { ...unowned(value), form: 'on kernels', sameInAnyBlocks: true, takesRows: true, runsOn: () => 'wasm' }
  })
}

function withoutFront(opened: OpenedDecoder): OpenedDecoder & ThreadFacts {
  if (opened.form !== 'on kernels') return { ...opened, takesRows: false }
  const start = (): DecoderStream => {
    const { decodeRows } = opened.value()
    if (decodeRows === undefined) throw new MynaError('internal', 'the decoder takes no rows')
    return { decode: decodeRows }
  }
  return { ...opened, value: start, takesRows: true }
}

/** Frames per block: until the published ring has wrapped. */
const BLOCKS = [1, 12, 12, 12]
/** The same for a GPU, whose ring is one of 16 frames. */
const TRIAL_BLOCKS = [1, 4, 13]
/** How far a sample may be off: the last places of float32 values around 1, and once the ring has wrapped other sums. */
const EXACT = 1e-6
const WRAPPED_SHARE = 0.03

/** One stream of those blocks. */
export async function exerciseDecoder(start: () => DecoderStream, { latentDim }: { readonly latentDim: number }, blocks = BLOCKS): Promise<readonly Result[]> {
  const random = createRandom(2)
  const stream = start()
  const results: Result[] = []
  for (const [block, frames] of blocks.entries()) {
    const values = await stream.decode(Float32Array.from({ length: frames * latentDim }, () => random.normal()))
    results.push({ values, tolerance: EXACT + (block === blocks.length - 1 ? WRAPPED_SHARE * peak(values) : 0) })
  }
  return results
}
