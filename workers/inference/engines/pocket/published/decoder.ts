import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats, type TensorValue } from '../../../../runtime/tensor'
import type { DecoderStream } from '../codec/block-decoder'
import { initialTensor, type PocketBundle, type StateEntry } from './bundle'
import { openGraph, type GraphContext } from './graphs'
import type { Opened } from '../../opened'

/** Ring caches are [2, 1, heads, positions, width]. */
export const RING_AXIS = 3
/** Kyutai's codec has 16 transformer positions per frame and an attention window of 250. */
const POSITIONS_PER_FRAME = 16
const WINDOW = 250

/**
 * Most frames of one call. The attention ring holds so many positions (1000 as published) of which each query sees 250:
 * with more frames at once, keys that are still needed would be overwritten, silently. Without a ring there is no limit.
 */
export function mostFrames(manifest: readonly StateEntry[]): number {
  const capacities = manifest.flatMap(({ module, key, shape }) =>
    module.startsWith('decoder_transformer.') && key === 'cache' ? [shape[RING_AXIS] ?? 0] : [],
  )
  return Math.floor((Math.min(...capacities) - (WINDOW - 1)) / POSITIONS_PER_FRAME)
}

/**
 * The graph declares the states of the encoder as well and gives most of its own back unchanged. Only these have to be
 * carried: what convolutions and transposed convolutions of the decoder keep, and the caches and counters of its
 * transformer. All others are fed as they started, for ever.
 */
export function changesInDecoding({ module, key, shape }: StateEntry): boolean {
  if (/^(decoder|upsample)\./.test(module)) return (key === 'previous' || key === 'partial') && !shape.includes(0)
  return module.startsWith('decoder_transformer.') && ['cache', 'end_offset', 'offset', 'keys', 'values'].includes(key)
}

/** The decoder as published. Errors: those of {@link openGraph}. */
export async function openPublishedDecoder(context: GraphContext, bundle: PocketBundle, file?: ArrayBuffer): Promise<Opened<() => DecoderStream>> {
  const session = await openGraph(context, 'mimi_decoder', bundle, file)
  return { value: createDecoder(session, bundle), release: () => session.release() }
}

/** Makes streams over one decoder session; a new stream starts from silence. */
export function createDecoder(session: Session, bundle: Pick<PocketBundle, 'mimi_state_manifest' | 'latent_dim'>): () => DecoderStream {
  const { mimi_state_manifest: manifest, latent_dim: latentDim } = bundle
  const initial = Object.fromEntries(manifest.map((entry) => [entry.input_name, initialTensor(entry)]))
  const most = mostFrames(manifest)
  const carried = manifest.filter(changesInDecoding)
  const fetches = ['audio_frame', ...carried.map((entry) => entry.output_name)]

  return () => {
    let states: Record<string, TensorValue> = initial
    return {
      async decode(latents) {
        const frames = latents.length / latentDim
        if (frames > most) throw new MynaError('internal', `${frames} frames in one block, ${most} at most`)
        const outputs = await session.run({ ...states, latent: float32(latents, [1, frames, latentDim]) }, fetches)
        states = { ...states }
        for (const { input_name, output_name } of carried) {
          const output = outputs[output_name]
          if (output === undefined) throw new MynaError('model-mismatch', `the decoder gave no ${output_name}`)
          states[input_name] = output
        }
        return floats(outputs['audio_frame'])
      },
    }
  }
}
