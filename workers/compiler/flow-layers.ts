import type { GraphBuilder, Value } from './graph-builder'
import { layerNorm, mean, silu } from './pocket-layers'
import type { SpeechSizes } from '../formats/checkpoint/pocket-sizes'

const NET = 'flow_lm.flow_net'

/** What the flow looks at: the language model's output [B, lm width], the time embedding [B, flow width], the latent so far. */
export interface FlowInputs {
  readonly c: Value
  readonly time: Value
  readonly x: Value
}

/** The flow's velocity [B, latent]: a residual network whose layers are shifted, scaled and gated by `c` and `time`. */
export function velocity(g: GraphBuilder, { c, time, x }: FlowInputs, { lm, flow, latent }: SpeechSizes, opset: number): Value {
  const dense = (value: Value, name: string, inputs: number, outputs: number) =>
    g.linear(value, `${NET}.${name}.weight`, inputs, outputs, `${NET}.${name}.bias`)
  const modulated = (value: Value, shift: Value, scale: Value) => g.op('Add', [g.op('Mul', [value, g.op('Add', [scale, g.scalar(1)])]), shift])
  const parts = (value: Value, count: number) =>
    Array.from({ length: count }, (_, i) => g.slice(value, 1, g.ints(i * flow.width), g.ints((i + 1) * flow.width)))

  const gates = silu(g, g.op('Add', [time, dense(c, 'cond_embed', lm.width, flow.width)]))
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

/** The mean of the embeddings of a step's start s and end t, both [B,1] → [B, flow width]. */
export function timeEmbedding(g: GraphBuilder, times: readonly Value[], { flow }: SpeechSizes): Value {
  const embedded = times.map((time, i) => embeddedTime(g, time, `${NET}.time_embed.${i}`, flow))
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
