import type { PacedWork } from './paced-work'
import { TEXT_WIDTH } from './sound-decoder'
import { createRowNorm } from './text-rows'
import type { TextLayers } from './text-layers'

/** What tokens sound like: rows of {@link TEXT_WIDTH} values, which the decoder gets spread over time. */
export interface TextEncoder {
  /** The address of a row for each id; in memory that is taken for it. Errors: `out-of-memory`. */
  encode(work: PacedWork, ids: readonly number[]): Promise<number>
}

const NODE = 'encoder/text_encoder'
const NAME = 'encoder.text_encoder'
/** Of the graph. */
const EPSILON = 1e-5

/** An embedding, three convolutions of five tokens each with a layer norm, and an LSTM. Errors: `model-mismatch`, `out-of-memory`. */
export function createTextEncoder(layers: TextLayers): TextEncoder {
  const { memory } = layers.team.kernels
  const embedding = layers.weights.table(`${NAME}.embedding.weight`)
  const convolutions = [0, 1, 2].map((number) => ({
    layer: layers.convolution(`${NODE}/cnn.${number}/cnn.${number}.0`, `${NAME}.cnn.${number}.0.bias`, { digits: 2 }),
    norm: createRowNorm(layers, [`${NAME}.cnn.${number}.1.gamma`, `${NAME}.cnn.${number}.1.beta`], TEXT_WIDTH, EPSILON),
  }))
  const lstm = layers.lstm(`${NODE}/lstm`)

  return {
    async encode(work, ids) {
      const rows = ids.length
      const room = (width: number) => memory.allocate(4 * rows * width)
      let [from, to] = [room(TEXT_WIDTH), room(TEXT_WIDTH)]
      const view = memory.float32(from, rows * TEXT_WIDTH)
      ids.forEach((id, row) => { view.set(embedding.values.subarray(id * TEXT_WIDTH, (id + 1) * TEXT_WIDTH), row * TEXT_WIDTH) })
      for (const { layer, norm } of convolutions) {
        await layer.apply(work, { x: from, rows, out: to })
        await norm.apply(work, to, rows, true);
        [from, to] = [to, from]
      }
      await lstm.run(work, from, rows, to)
      return to
    },
  }
}
