import { type Albert } from './albert'
import { TEXT_WIDTH } from './text-encoder'
import { normRows } from './text-rows'
import type { TextLayers } from './text-layers'

/** Values of the half of a style row that prosody is made of. */
export const STYLE_HALF = 128
/** Values of a row that says how a token is to be spoken: what it means, and the style. */
export const MANNER_WIDTH = TEXT_WIDTH + STYLE_HALF

/** How long tokens last, and what their melody is made of. */
export interface DurationPredictor {
  /**
   * `manners` is the address of rows of {@link MANNER_WIDTH} values, in memory that is taken for it. Lengths are in frames
   * before they are divided by the pace and rounded. Errors: `out-of-memory`.
   */
  predict(ids: readonly number[], style: Float32Array): { readonly manners: number; readonly lengths: Float32Array }
}

const NODE = 'encoder/predictor'
const NAME = 'encoder.predictor'
/** Of the graph. */
const EPSILON = 1e-5

/** StyleTTS 2's duration encoder: three LSTMs, each with a layer norm that the style shifts and scales, then one more and a projection. */
export function createDurationPredictor(layers: TextLayers, albert: Albert): DurationPredictor {
  const { team } = layers
  const { memory } = team.kernels
  const narrow = layers.linear('encoder/bert_encoder', 'encoder.bert_encoder.bias', { digits: 2 })
  const stages = [0, 2, 4].map((number) => ({
    lstm: layers.lstm(`${NODE}/text_encoder/lstms.${number}`),
    modulation: layers.linear(`${NODE}/text_encoder/lstms.${number + 1}/fc`, `${NAME}.text_encoder.lstms.${number + 1}.fc.bias`, { digits: 2 }),
  }))
  const lstm = layers.lstm(`${NODE}/lstm`)
  const projection = layers.linear(`${NODE}/duration_proj/linear_layer`, `${NAME}.duration_proj.linear_layer.bias`, { digits: 2 })
  const outputs = layers.weights.vector(`${NAME}.duration_proj.linear_layer.bias`).length

  return {
    predict(ids, style) {
      const rows = ids.length
      const room = (values: number) => memory.allocate(4 * values)
      const manners = room(rows * MANNER_WIDTH)
      const [states, gates] = [room(rows * TEXT_WIDTH), [room(rows * 4 * lstm.hidden), room(rows * 4 * lstm.hidden)] as const]
      const [styleAt, modulation] = [room(STYLE_HALF), room(2 * TEXT_WIDTH)]
      memory.float32(styleAt, STYLE_HALF).set(style)
      narrow.apply({ x: albert.read(ids), rows, out: manners, step: MANNER_WIDTH })
      const all = memory.float32(manners, rows * MANNER_WIDTH)
      for (let row = 0; row < rows; row++) all.set(style, row * MANNER_WIDTH + TEXT_WIDTH)

      for (const stage of stages) {
        stage.lstm.gates.forEach((layer, index) => { layer.apply({ x: manners, rows, out: gates[index] ?? NaN }) })
        stage.lstm.apply(gates, rows, states)
        stage.modulation.apply({ x: styleAt, rows: 1, out: modulation })
        const factors = memory.float32(modulation, TEXT_WIDTH)
        for (let i = 0; i < TEXT_WIDTH; i++) factors[i] = (factors[i] ?? NaN) + 1
        normRows(team, { x: states, rows, width: TEXT_WIDTH, factor: modulation, summand: modulation + 4 * TEXT_WIDTH, epsilon: EPSILON })
        const done = memory.float32(states, rows * TEXT_WIDTH)
        for (let row = 0; row < rows; row++) memory.float32(manners + 4 * row * MANNER_WIDTH, TEXT_WIDTH).set(done.subarray(row * TEXT_WIDTH, (row + 1) * TEXT_WIDTH))
      }

      lstm.gates.forEach((layer, index) => { layer.apply({ x: manners, rows, out: gates[index] ?? NaN }) })
      lstm.apply(gates, rows, states)
      const scores = room(rows * projection.outWidth)
      projection.apply({ x: states, rows, out: scores })
      const view = memory.float32(scores, rows * projection.outWidth)
      const lengths = Float32Array.from({ length: rows }, (_, row) => {
        let sum = 0
        for (let i = 0; i < outputs; i++) sum += 1 / (1 + Math.exp(-(view[row * projection.outWidth + i] ?? NaN)))
        return sum
      })
      return { manners, lengths }
    },
  }
}

/**
 * Frames that each token is spoken for at a pace (1 is the usual one, 2 twice as fast): rounded as the graph rounds, halves
 * to the even number, and at least one.
 */
export function framesOf(lengths: Float32Array, pace: number): Int32Array {
  return Int32Array.from(lengths, (length) => {
    const frames = Math.fround(length / pace)
    const below = Math.floor(frames)
    const rest = frames - below
    return Math.max(1, rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below)
  })
}
