import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../../kernels/kernels'
import type { PocketBundle } from '../published/bundle'
import type { DecoderStream } from '../published/decoder'
import type { Opened } from '../published/graphs'
import { encoderSizes, type PromptEncoder } from '../published/encoder'
import { createKernelDecoder } from '../codec/kernel-decoder'
import { createPromptEncoder } from '../codec/prompt-encoder'
import { createEncoderBack } from '../codec/encoder-back'
import { createEncoderFront, type EncoderFront } from '../codec/encoder-front'
import { readCodecGraph } from './codec-graph-weights'
import { transformerSizes, type TransformerSizes } from './codec-sizes'
import type { CodecWeights } from './codec-weights'

/**
 * The decoder on the kernels with the weights of a published graph, which are copied. Errors: `model-mismatch` where the
 * graph is not the known one, `out-of-memory`.
 */
export async function openKernelDecoder(loadKernels: LoadKernels, bundle: PocketBundle, file: ArrayBuffer): Promise<Opened<() => DecoderStream>> {
  const sizes = transformerSizes(bundle.mimi_state_manifest, 'decoder')
  return { value: createKernelDecoder(await loadKernels(), weightsOf(file, 'decoder', sizes), sizes), release: dropped }
}

/** The prompt encoder in the same way. Its first half runs in this thread, too, unless another one is given. */
export async function openKernelEncoder(
  loadKernels: LoadKernels,
  bundle: PocketBundle,
  file: ArrayBuffer,
  front: () => Promise<Opened<() => EncoderFront>> = () => openEncoderFront(loadKernels, bundle, file),
): Promise<Opened<PromptEncoder>> {
  const opening = front()
  // Whoever waits for it is told of its failure.
  opening.catch(() => undefined)
  const sizes = transformerSizes(bundle.mimi_state_manifest, 'encoder')
  const needed = encoderSizes(bundle)
  try {
    const back = createEncoderBack(await loadKernels(), weightsOf(file, 'encoder', sizes), needed, sizes)
    const opened = await opening
    return { value: createPromptEncoder(opened.value, back, needed), release: () => opened.release() }
  } catch (thrown) {
    await opening.then((opened) => opened.release(), () => undefined)
    throw thrown
  }
}

/** The prompt encoder's first half. */
export async function openEncoderFront(loadKernels: LoadKernels, bundle: PocketBundle, file: ArrayBuffer): Promise<Opened<() => EncoderFront>> {
  const weights = weightsOf(file, 'encoder', transformerSizes(bundle.mimi_state_manifest, 'encoder'))
  return { value: createEncoderFront(await loadKernels(), weights, bundle.samples_per_frame), release: dropped }
}

function weightsOf(file: ArrayBuffer, part: 'encoder' | 'decoder', { layers }: TransformerSizes): CodecWeights {
  const weights = readCodecGraph(new Uint8Array(file), part, layers)
  if (weights === null) throw new MynaError('model-mismatch', `mimi_${part} is not the known graph`)
  return weights
}

/** The memory goes with the last reference to what was opened. */
const dropped = () => Promise.resolve()
