import { createRowNorm } from './text-rows'
import { ROW_ACTIVATION } from '../../../../kernels/row-product'
import type { PacedWork } from './paced-work'
import type { LayerOptions, TextLayers } from './text-layers'

/** What tokens mean in their sentence. */
export interface Albert {
  /** Rows of {@link ALBERT_WIDTH} values, one for each id, at the address that is given; in memory that is taken for it. Errors: `out-of-memory`. */
  read(work: PacedWork, ids: readonly number[]): Promise<number>
}

export const ALBERT_WIDTH = 768

const EMBEDDING_WIDTH = 128
const HEADS = 12
const HEAD_WIDTH = ALBERT_WIDTH / HEADS
const INNER_WIDTH = 2048
/** Two products in float32, each eight times as dear as one in 8 bits. */
const HEAD_COST = 16
/** The one layer is gone through so many times. */
const ROUNDS = 12
/** Of the graph. */
const EPSILON = 1e-12

const NODE = 'encoder/bert'
const NAME = 'encoder.bert'
const LAYER = 'encoder.albert_layer_groups.0.albert_layers.0'

/**
 * Channels of the layer's inputs that become far larger than the others, most of all one of 27 where the rest stay
 * below 5: the largest eight over the sentences of a reading, measured on the float32 graph. Without them, 7 bits are
 * nearer to float32 than 8 bits with them.
 */
const LARGE_BEFORE_ATTENTION = [504, 754, 493, 550, 259, 390, 122, 734]
const LARGE_BEFORE_INNER = [504, 390, 754, 122, 259, 254, 550, 493]

/** ALBERT (Lan et al. 2019) with the sizes of Kokoro's PL-BERT. Errors: `model-mismatch`, `out-of-memory`. */
export function createAlbert(layers: TextLayers): Albert {
  const { team, weights } = layers
  const { memory, run } = team.kernels
  const tables = ['word', 'token_type', 'position'].map((kind) => weights.table(`${NAME}.embeddings.${kind}_embeddings.weight`).values)
  const embeddingNorm = createRowNorm(layers, [`${NAME}.embeddings.LayerNorm.weight`, `${NAME}.embeddings.LayerNorm.bias`], EMBEDDING_WIDTH, EPSILON)
  const widen = layers.linear(`${NODE}/encoder/embedding_hidden_mapping_in`, `${NAME}.encoder.embedding_hidden_mapping_in.bias`, { digits: 2 })
  const linear = (name: string, options: LayerOptions) =>
    layers.linear(`${NODE}/${LAYER.replace('encoder.', 'encoder/').replace('groups.0.', 'groups.0/')}/${name.replace('.', '/')}`, `${NAME}.${LAYER}.${name}.bias`, options)
  const norm = (name: string) => createRowNorm(layers, [`${NAME}.${LAYER}.${name}.weight`, `${NAME}.${LAYER}.${name}.bias`], ALBERT_WIDTH, EPSILON)
  const projections = ['query', 'key', 'value'].map((name) => linear(`attention.${name}`, { digits: 1, few: LARGE_BEFORE_ATTENTION }))
  const mix = linear('attention.dense', { digits: 1 })
  const attentionNorm = norm('attention.LayerNorm')
  const widenInner = linear('ffn', { digits: 1, few: LARGE_BEFORE_INNER })
  const narrowInner = linear('ffn_output', { digits: 2, activation: ROW_ACTIVATION.gelu })
  const innerNorm = norm('full_layer_layer_norm')

  /** What the tokens begin as: word, kind and place. */
  async function embed(work: PacedWork, ids: readonly number[], to: number): Promise<void> {
    const [words = new Float32Array(0), kinds = words, places = words] = tables
    const view = memory.float32(to, ids.length * EMBEDDING_WIDTH)
    for (let at = 0; at < view.length; at++) {
      const [row, channel] = [Math.floor(at / EMBEDDING_WIDTH), at % EMBEDDING_WIDTH]
      view[at] = (words[(ids[row] ?? NaN) * EMBEDDING_WIDTH + channel] ?? NaN) + (kinds[channel] ?? NaN) + (places[at] ?? NaN)
    }
    await embeddingNorm.apply(work, to, ids.length)
  }

  return {
    async read(work, ids) {
      const rows = ids.length
      const room = (width: number) => memory.allocate(4 * rows * width)
      const [embedded, x, packed, attended, inner] = [room(EMBEDDING_WIDTH), room(ALBERT_WIDTH), room(3 * ALBERT_WIDTH), room(ALBERT_WIDTH), room(INNER_WIDTH)]
      const scratch = Array.from({ length: team.lanes }, () => memory.allocate(run.attendScratch(rows, HEAD_WIDTH)))
      await embed(work, ids, embedded)
      await widen.apply(work, { x: embedded, rows, out: x })
      for (let round = 0; round < ROUNDS; round++) {
        for (const [part, layer] of projections.entries()) await layer.apply(work, { x, rows, out: packed + 4 * part * ALBERT_WIDTH, step: 3 * ALBERT_WIDTH })
        await work.pieces(HEADS, HEAD_COST * rows * rows * HEAD_WIDTH, (head, lane) => {
          const query = packed + 4 * head * HEAD_WIDTH
          const [key, value] = [query + 4 * ALBERT_WIDTH, query + 8 * ALBERT_WIDTH]
          const to = attended + 4 * head * HEAD_WIDTH
          return ['attendAll', query, key, value, 3 * ALBERT_WIDTH, rows, HEAD_WIDTH, 1 / Math.sqrt(HEAD_WIDTH), to, ALBERT_WIDTH, scratch[lane] ?? NaN]
        })
        await mix.apply(work, { x: attended, rows, out: x, plus: x })
        await attentionNorm.apply(work, x, rows)
        await widenInner.apply(work, { x, rows, out: inner })
        await narrowInner.apply(work, { x: inner, rows, out: x, plus: x })
        await innerNorm.apply(work, x, rows)
      }
      return x
    },
  }
}
