import { type Albert } from './albert'
import type { PacedWork } from './paced-work'
import { TEXT_WIDTH } from './sound-decoder'
import { normRows, placeVector } from './text-rows'
import type { TextLayer, TextLayers } from './text-layers'

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
  predict(work: PacedWork, ids: readonly number[], style: Float32Array): Promise<{ readonly manners: number; readonly lengths: Float32Array }>
}

const NODE = 'encoder/predictor'
const NAME = 'encoder.predictor'
/** Of the graph. */
const EPSILON = 1e-5

/** StyleTTS 2's duration encoder: three LSTMs, each with a layer norm that the style shifts and scales, then one more and a projection. */
export function createDurationPredictor(layers: TextLayers, albert: Albert): DurationPredictor {
  const { memory } = layers.team.kernels
  const narrow = layers.linear('encoder/bert_encoder', 'encoder.bert_encoder.bias', { digits: 2 })
  const stages = [0, 2, 4].map((number) => ({
    lstm: layers.lstm(`${NODE}/text_encoder/lstms.${number}`),
    modulation: layers.linear(`${NODE}/text_encoder/lstms.${number + 1}/fc`, `${NAME}.text_encoder.lstms.${number + 1}.fc.bias`, { digits: 2 }),
  }))
  const lstm = layers.lstm(`${NODE}/lstm`)
  const projection = layers.linear(`${NODE}/duration_proj/linear_layer`, `${NAME}.duration_proj.linear_layer.bias`, { digits: 2 })
  const outputs = layers.weights.vector(`${NAME}.duration_proj.linear_layer.bias`).length

  /** One layer norm after an LSTM, as the style asks: from `states` into the rows at `manners`, which hold the style as well. */
  async function normByStyle(work: PacedWork, modulation: TextLayer, style: number, rows: number, states: number, manners: number): Promise<void> {
    const coefficients = memory.allocate(4 * modulation.outWidth)
    await modulation.apply(work, { x: style, rows: 1, out: coefficients })
    const factors = memory.float32(coefficients, TEXT_WIDTH)
    for (let i = 0; i < TEXT_WIDTH; i++) factors[i] = (factors[i] ?? NaN) + 1
    await normRows(work, { x: states, rows, width: TEXT_WIDTH, factor: coefficients, summand: coefficients + 4 * TEXT_WIDTH, epsilon: EPSILON })
    const [from, to] = [memory.float32(states, rows * TEXT_WIDTH), memory.float32(manners, rows * MANNER_WIDTH)]
    for (let row = 0; row < rows; row++) to.set(from.subarray(row * TEXT_WIDTH, (row + 1) * TEXT_WIDTH), row * MANNER_WIDTH)
  }

  return {
    async predict(work, ids, style) {
      const rows = ids.length
      const [manners, states] = [memory.allocate(4 * rows * MANNER_WIDTH), memory.allocate(4 * rows * TEXT_WIDTH)]
      await narrow.apply(work, { x: await albert.read(work, ids), rows, out: manners, step: MANNER_WIDTH })
      const all = memory.float32(manners, rows * MANNER_WIDTH)
      for (let row = 0; row < rows; row++) all.set(style, row * MANNER_WIDTH + TEXT_WIDTH)
      const styleAt = placeVector(layers, style)
      for (const stage of stages) {
        await stage.lstm.run(work, manners, rows, states)
        await normByStyle(work, stage.modulation, styleAt, rows, states, manners)
      }
      await lstm.run(work, manners, rows, states)
      const scores = memory.allocate(4 * rows * projection.outWidth)
      await projection.apply(work, { x: states, rows, out: scores })
      return { manners, lengths: lengthsOf(memory.float32(scores, rows * projection.outWidth), rows, outputs) }
    },
  }
}

/** Each row's first `outputs` values say how likely a token is to last another frame: the sum of their sigmoids is how long it does. */
function lengthsOf(scores: Float32Array, rows: number, outputs: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => {
    const start = (row * scores.length) / rows
    return scores.subarray(start, start + outputs).reduce((sum, score) => sum + 1 / (1 + Math.exp(-score)), 0)
  })
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
