import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, int64, type TensorValue } from '../../../../runtime/tensor'
import { checkGraph } from '../graph-check'
import type { GraphContext } from '../pocket-sessions'
import type { FusedConfig } from './fused-files'

/** What a call adds to the sequence, one kind at a time: text, sound that was made, or a voice. */
export type Addition =
  | { readonly kind: 'text'; readonly ids: readonly number[] }
  /** [latent_dim]; null starts the speech. */
  | { readonly kind: 'latent'; readonly latent: Float32Array | null }
  /** [n, model_dim] flat. */
  | { readonly kind: 'voice'; readonly rows: Float32Array }

/** The codec's state between frames. */
export interface CodecState {
  /** [mimi_kv_len, layers, 2, 1, heads, width]: the last positions, zeros before the first. */
  readonly keysAndValues: Float32Array
  /** Positions made so far. */
  readonly offset: TensorValue
  /** All carried samples of the convolutions, one after the other. */
  readonly convolutions: TensorValue
}

/** Codec state before the first frame. */
export function silentCodec(config: FusedConfig): CodecState {
  const { mimi_kv_len, mimi_layers, mimi_heads, mimi_head_dim, conv_state_size } = config
  return {
    keysAndValues: new Float32Array(mimi_kv_len * mimi_layers * 2 * mimi_heads * mimi_head_dim),
    offset: int64([0], []),
    convolutions: float32(new Float32Array(conv_state_size), [conv_state_size]),
  }
}

/** How one call goes on. */
export interface FusedCall {
  readonly addition: Addition
  /** Where the flow starts; only read. */
  readonly noise: Float32Array
  readonly steps: number
  /** The filled rows of the language model's cache and how many positions they are. */
  readonly rows: Float32Array
  readonly positions: number
  readonly codec: CodecState
}

/** Positions that an addition takes. */
export function positionsOf(addition: Addition, { model_dim }: Pick<FusedConfig, 'model_dim'>): number {
  switch (addition.kind) {
    case 'text':
      return addition.ids.length
    case 'latent':
      return 1
    case 'voice':
      return addition.rows.length / model_dim
  }
}

/** Which of text, latent and voice a call reads. What the closed gates see has to be finite: it is multiplied by 0. */
const GATES = { text: [1, 0, 0], latent: [0, 1, 0], voice: [0, 0, 1] } as const

/** The inputs of one call by their names. */
export function feedsOf(config: FusedConfig, { addition, noise, steps, rows, positions, codec }: FusedCall): Record<string, TensorValue> {
  const { latent_dim: latentDim, model_dim: width } = config
  const n = positionsOf(addition, config)
  const starts = addition.kind === 'latent' && addition.latent === null
  const ids = addition.kind === 'text' ? addition.ids : new Array<number>(n).fill(0)
  const latent = addition.kind === 'latent' ? addition.latent : null
  const voice = addition.kind === 'voice' ? addition.rows : new Float32Array(n * width)
  return {
    tokens: int64(ids, [1, n]),
    latent: float32(latent ?? new Float32Array(n * latentDim), [1, n, latentDim]),
    is_bos: float32(new Float32Array(n).fill(starts ? 1 : 0), [1, n, 1]),
    cond: float32(voice, [1, n, width]),
    gates: float32(Float32Array.from(GATES[addition.kind]), [3]),
    noise: float32(noise, [1, latentDim]),
    flow_kv: float32(rows, [positions, config.flow_layers, 2, 1, config.flow_heads, config.flow_head_dim]),
    flow_offset: int64([positions], []),
    mimi_kv: float32(codec.keysAndValues, [config.mimi_kv_len, config.mimi_layers, 2, 1, config.mimi_heads, config.mimi_head_dim]),
    mimi_offset: codec.offset,
    mimi_conv: codec.convolutions,
    decode_steps: float32(Float32Array.of(Math.min(steps, config.max_decode_steps)), []),
  }
}

/** A graph with an adapter has one more input. The English release has one for Hebrew phonemes; 0 leaves it out. */
const ADAPTER = 'lora'

/**
 * Opens the step graph: language model, flow and one frame of the decoder at once. Errors: `model-invalid`,
 * `model-mismatch`, `out-of-memory`.
 */
export async function openFusedStep(context: GraphContext, file: ArrayBuffer, config: FusedConfig): Promise<Session> {
  let session: Session
  try {
    session = await context.createSession(file)
  } catch (thrown) {
    const { code, detail } = toMynaError(thrown, 'model-invalid')
    throw new MynaError(code, `the step graph: ${detail}`, { cause: thrown })
  }
  try {
    checkStep(session, config)
  } catch (thrown) {
    await session.release()
    throw thrown
  }
  if (!session.inputNames.includes(ADAPTER)) return session
  const withoutAdapter = { [ADAPTER]: float32(new Float32Array(1), []) }
  return { ...session, run: (feeds, fetches) => session.run({ ...feeds, ...withoutAdapter }, fetches) }
}

function checkStep(session: Session, config: FusedConfig): void {
  const nothing = { addition: { kind: 'latent', latent: null }, noise: new Float32Array(config.latent_dim), steps: 1, rows: new Float32Array(0), positions: 0 } as const
  const feeds = feedsOf(config, { ...nothing, codec: silentCodec(config) })
  const varying: Readonly<Record<string, number>> = { tokens: 1, latent: 1, is_bos: 1, cond: 1, flow_kv: 0 }
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { dims }]) => [name, dims.map((size, axis) => (varying[name] === axis ? null : size))]),
  )
  checkGraph(session, {
    name: 'the step graph',
    inputs: session.inputNames.includes(ADAPTER) ? { ...inputs, [ADAPTER]: [] } : inputs,
    outputs: ['audio', 'next_latent', 'eos_logit', 'flow_kv_new', 'mimi_kv_new', 'mimi_offset_out', 'mimi_conv_out'],
    states: [],
  })
}
