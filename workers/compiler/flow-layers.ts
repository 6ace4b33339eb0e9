import type { GraphBuilder, Value } from './graph-builder'
import { layerNorm, mean, silu } from './pocket-layers'
import { flowSampling, timesOf, type SpeechSizes } from '../formats/checkpoint/pocket-sizes'

const NET = 'flow_lm.flow_net'

/** What the flow looks at: what it is told of the position [B, told], the time embedding [B, flow width] or none, the latent so far. */
export interface FlowInputs {
  readonly c: Value
  readonly time: Value | null
  readonly x: Value
}

/** What the flow's network gives, [B, latent]: a residual network whose layers are shifted, scaled and gated by `c` and `time`. */
export function velocity(g: GraphBuilder, { c, time, x }: FlowInputs, { lm, told, flow, latent }: SpeechSizes, opset: number): Value {
  const dense = (value: Value, name: string, inputs: number, outputs: number) =>
    g.linear(value, `${NET}.${name}.weight`, inputs, outputs, `${NET}.${name}.bias`)
  const modulated = (value: Value, shift: Value, scale: Value) => g.op('Add', [g.op('Mul', [value, g.op('Add', [scale, g.scalar(1)])]), shift])
  const parts = (value: Value, count: number) =>
    Array.from({ length: count }, (_, i) => g.slice(value, 1, g.ints(i * flow.width), g.ints((i + 1) * flow.width)))

  const condition = dense(c, 'cond_embed', told ?? lm.width, flow.width)
  const gates = silu(g, time === null ? condition : g.op('Add', [time, condition]))
  let hidden = dense(x, 'input_proj', latent, flow.width)
  for (let block = 0; block < flow.depth; block++) {
    const name = `res_blocks.${block}`
    const [shift = '', scale = '', gate = ''] = parts(dense(gates, `${name}.adaLN_modulation.1`, flow.width, 3 * flow.width), 3)
    const normalised = layerNorm(g, hidden, 1e-6, { name: `${NET}.${name}.in_ln`, width: flow.width }, opset)
    const inner = silu(g, dense(modulated(normalised, shift, scale), `${name}.mlp.0`, flow.width, flow.width))
    hidden = g.op('Add', [hidden, g.op('Mul', [gate, dense(inner, `${name}.mlp.2`, flow.width, flow.width)])])
  }
  const [shift = '', scale = ''] = parts(dense(gates, 'final_layer.adaLN_modulation.1', flow.width, 2 * flow.width), 2)
  const last = modulated(layerNorm(g, hidden, 1e-6, { name: null, width: flow.width }, opset), shift, scale)
  return dense(last, 'final_layer.linear', flow.width, latent)
}

/** The mean of the embeddings of a step's times, each [B,1] → [B, flow width]. */
export function timeEmbedding(g: GraphBuilder, times: readonly Value[], { flow }: SpeechSizes): Value {
  const embedded = times.map((time, i) => embeddedTime(g, time, `${NET}.time_embed.${i}`, flow))
  const [only] = embedded
  if (embedded.length === 1 && only !== undefined) return only
  return g.op('Mul', [g.op('Add', embedded), g.scalar(1 / embedded.length)])
}

/** Sinusoids → MLP → division by the unbiased standard deviation, scaled by alpha. */
function embeddedTime(g: GraphBuilder, time: Value, name: string, { width, frequencies }: SpeechSizes['flow']): Value {
  const angles = g.op('Mul', [time, g.weight(`${name}.freqs`, [frequencies])])
  const waves = g.op('Concat', [g.op('Cos', [angles]), g.op('Sin', [angles])], { axis: -1 })
  const inner = silu(g, g.linear(waves, `${name}.mlp.0.weight`, 2 * frequencies, width, `${name}.mlp.0.bias`))
  const value = g.linear(inner, `${name}.mlp.2.weight`, width, width, `${name}.mlp.2.bias`)
  const centred = g.op('Sub', [value, mean(g, value)])
  const variance = g.op('Mul', [mean(g, g.op('Mul', [centred, centred])), g.scalar(width / (width - 1))])
  const scaled = g.op('Mul', [value, g.weight(`${name}.mlp.3.alpha`, [width])])
  return g.op('Div', [scaled, g.op('Sqrt', [g.op('Add', [variance, g.scalar(1e-5)])])])
}

/** The latent [1, latent] that `noise` becomes in the steps that the kind of flow takes at least. */
export function sampledLatent(g: GraphBuilder, c: Value, noise: Value, sizes: SpeechSizes, opset: number): Value {
  const { kind } = sizes.flow
  const { steps, replaces } = flowSampling(kind, 1)
  let x = noise
  for (let step = 0; step < steps; step++) {
    const times = Array.from({ length: timesOf(kind) }, (_, end) => g.floats([(step + end) / steps], [1, 1]))
    const output = velocity(g, { c, time: times.length === 0 ? null : timeEmbedding(g, times, sizes), x }, sizes, opset)
    if (replaces) return output
    x = g.op('Add', [x, steps === 1 ? output : g.op('Mul', [output, g.scalar(1 / steps)])])
  }
  return x
}
