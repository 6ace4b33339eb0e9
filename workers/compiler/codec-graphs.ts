import { decoderNames } from '../formats/step-names'
import { downsampled, seanetDecoder, seanetEncoder, upsampled, type CarriedStates } from './codec-layers'
import { GraphBuilder, type BuiltGraph, type Product, type Value } from './graph-builder'
import { attend, codecLayer, HIDDEN, rotationTable, splitByRows, transformerLayer, turnByAngles, type Projections } from './pocket-layers'
import { samplesPerFrame, type DecoderSizes, type EncoderSizes } from '../formats/checkpoint/pocket-sizes'

/** Positions that the decoder's ring holds: all that its window looks back, in whole frames. */
export function ringSlots({ mimi: { context, positionsPerFrame } }: Pick<DecoderSizes, 'mimi'>): number {
  return Math.ceil((context - 1) / positionsPerFrame) * positionsPerFrame
}

/**
 * The codec's decoder for a stream, `frames` frames a call: latent [1,frames,latent] → sound [1,1,samples]. All shapes are
 * fixed and every output is made by a node that computes, for the reasons of `speech-graphs.ts`. The host knows where in the
 * stream a call is and hands in its angles and its mask, so there is no whole number in the graph; it puts new keys and
 * values into its ring, and what convolutions carry on where they read it.
 */
export function fixedDecoderGraph(sizes: DecoderSizes, product: Product, frames: number): BuiltGraph {
  const g = new GraphBuilder(`mimi_fixed_decoder_${frames}`, product)
  const latents = g.input(decoderNames.latent(frames), 'float32', [1, frames, sizes.latent])
  const dims = new Map<string, readonly number[]>()
  const carried: CarriedStates = {
    take(path, shape) {
      dims.set(path, shape)
      return g.input(decoderNames.carried(path), 'float32', shape)
    },
    keep: (path, value) => { g.result(value, decoderNames.next(path), 'float32', dims.get(path) ?? []) },
  }
  const x = decoderTransformer(g, upsampled(g, latents, sizes, carried), sizes, frames)
  const sound = seanetDecoder(g, g.transpose(x, 0, 2, 1), sizes, carried)
  g.result(sound, decoderNames.sound, 'float32', [1, 1, frames * samplesPerFrame(sizes)])
  return g.finish()
}

function decoderTransformer(g: GraphBuilder, input: Value, sizes: DecoderSizes, frames: number): Value {
  const { seanet, mimi } = sizes
  const { heads } = mimi
  const width = seanet.dimension / heads
  const [rows, slots] = [frames * mimi.positionsPerFrame, ringSlots(sizes)]
  const angles = { cos: g.input(decoderNames.cos(frames), 'float32', [1, rows, 1, width]), sin: g.input(decoderNames.sin(frames), 'float32', [1, rows, 1, width]) }
  const mask = g.input(decoderNames.mask(frames), 'float32', [rows, slots + rows])
  let x = input
  for (let layer = 0; layer < mimi.layers; layer++) {
    const joined = (cache: string, added: Value) => g.op('Concat', [g.input(cache, 'float32', [1, slots, heads, width]), added], { axis: 1 })
    const attention = ({ q, k, v }: Projections) => {
      const newKeys = g.result(turnByAngles(g, k, angles, heads, width), decoderNames.newKeys(layer), 'float32', [1, rows, heads, width])
      const newValues = g.result(v, decoderNames.newValues(layer), 'float32', [1, rows, heads, width])
      const [keys, values] = [joined(decoderNames.keys(layer), newKeys), joined(decoderNames.values(layer), newValues)]
      const queries = g.transpose(turnByAngles(g, q, angles, heads, width), 0, 2, 1, 3)
      return attend(g, queries, g.transpose(keys, 0, 2, 3, 1), g.transpose(values, 0, 2, 1, 3), mask, heads, width)
    }
    x = transformerLayer(g, x, codecLayer('decoder', layer, sizes), attention, splitByRows)
  }
  return x
}

/**
 * The codec's encoder over a window of `frames` frames: audio [1,1,samples] → latents [1,frames,lm width], one row per frame.
 * What it looks back at before the window's start is silence, so that a window in mid-prompt has to begin early enough; what
 * fills a short one up comes after it and changes nothing before.
 */
export function fixedEncoderGraph(sizes: EncoderSizes, product: Product, frames: number): BuiltGraph {
  const { lm, inner, seanet, mimi } = sizes
  const g = new GraphBuilder('mimi_fixed_encoder', product)
  const audio = g.input('audio', 'float32', [1, 1, frames * samplesPerFrame(sizes)])
  const rows = frames * mimi.positionsPerFrame
  const width = seanet.dimension / mimi.heads
  const table = rotationTable(0, rows, width)
  const angles = { cos: g.floats(table.cos, [1, rows, 1, width]), sin: g.floats(table.sin, [1, rows, 1, width]) }
  const mask = windowOf(g, rows, mimi.context)
  const attention = ({ q, k, v }: Projections) => {
    const [queries, keys] = [turnByAngles(g, q, angles, mimi.heads, width), turnByAngles(g, k, angles, mimi.heads, width)]
    return attend(g, g.transpose(queries, 0, 2, 1, 3), g.transpose(keys, 0, 2, 3, 1), g.transpose(v, 0, 2, 1, 3), mask, mimi.heads, width)
  }
  let x = g.transpose(seanetEncoder(g, audio, sizes), 0, 2, 1)
  for (let layer = 0; layer < mimi.layers; layer++) {
    x = transformerLayer(g, x, codecLayer('encoder', layer, sizes), attention, splitByRows)
  }
  const frameRows = g.linear(g.transpose(downsampled(g, x, sizes), 0, 2, 1), 'flow_lm.speaker_proj_weight', inner, lm.width)
  g.result(frameRows, 'latents', 'float32', [1, frames, lm.width])
  return g.finish()
}

/** [rows, rows]: position p sees q where 0 <= p - q < context. Made from two rows of numbers, of which the runtime makes one constant. */
function windowOf(g: GraphBuilder, rows: number, context: number): Value {
  const positions = Float32Array.from({ length: rows }, (_, position) => position)
  const distance = g.op('Sub', [g.floats(positions, [rows, 1]), g.floats(positions, [1, rows])])
  const near = g.op('Where', [g.op('Less', [distance, g.scalar(context)]), g.scalar(0), g.scalar(HIDDEN)])
  return g.op('Where', [g.op('Less', [distance, g.scalar(0)]), g.scalar(HIDDEN), near])
}
