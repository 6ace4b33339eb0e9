import { MynaError } from '../../../../src/protocol/errors'
import type { Session } from '../../session'
import { float32, floats, type TensorValue } from '../../tensor'
import type { PocketBundle, StateEntry } from './bundle'
import { initialTensor } from './initial-state'

/** Turns one stream of latents into sound, block by block, carrying the codec's states between blocks. */
export interface DecoderStream {
  /** `latents` is [frames, latent_dim] flat, 1 to {@link MAX_BLOCK_FRAMES} frames; gives samples_per_frame each. */
  decode(latents: Float32Array): Promise<Float32Array>
}

/**
 * The decoder's attention ring holds 1000 positions, 16 per frame, of which each query sees 250: with more frames in
 * one call, keys that are still needed would be overwritten, silently.
 */
export const MAX_BLOCK_FRAMES = 46

/**
 * The graph declares the states of the encoder as well and gives most of its own back unchanged. Only these have to be
 * carried: what convolutions and transposed convolutions of the decoder keep, and the caches and counters of its
 * transformer. All others are fed as they started, for ever.
 */
export function changesInDecoding({ module, key, shape }: StateEntry): boolean {
  if (/^(decoder|upsample)\./.test(module)) return (key === 'previous' || key === 'partial') && !shape.includes(0)
  return module.startsWith('decoder_transformer.') && ['cache', 'end_offset', 'offset'].includes(key)
}

/** Makes streams over one decoder session; a new stream starts from silence. */
export function createDecoder(session: Session, bundle: Pick<PocketBundle, 'mimi_state_manifest' | 'latent_dim'>): () => DecoderStream {
  const { mimi_state_manifest: manifest, latent_dim: latentDim } = bundle
  const initial = Object.fromEntries(manifest.map((entry) => [entry.input_name, initialTensor(entry)]))
  const carried = manifest.filter(changesInDecoding)
  const fetches = ['audio_frame', ...carried.map((entry) => entry.output_name)]

  return () => {
    let states: Record<string, TensorValue> = initial
    return {
      async decode(latents) {
        const frames = latents.length / latentDim
        if (frames > MAX_BLOCK_FRAMES) throw new MynaError('internal', `${frames} frames in one block, ${MAX_BLOCK_FRAMES} at most`)
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

/** Frames per block, the last number for all further blocks: sound starts early, then calls get cheaper per frame. */
const BLOCK_PLAN = [2, 4, 8, 12] as const

export function blockFrames(blockIndex: number): number {
  return BLOCK_PLAN[Math.min(blockIndex, BLOCK_PLAN.length - 1)] ?? 1
}
