import { flowSampling, type FlowKind } from '../../../../formats/checkpoint/pocket-sizes'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'

/**
 * Carries `noise` along the flow to a latent, as {@link flowSampling} says for its kind, LSD where it is not told: step i adds what
 * the graph gives for the step's start i/n and end (i+1)/n, divided by n. A graph that is told no times is asked without. `noise` is only read.
 */
export async function sampleLatent(flow: Session, conditioning: Float32Array, noise: Float32Array, asked: number, kind: FlowKind = 'lsd'): Promise<Float32Array> {
  const c = float32(conditioning, [1, conditioning.length])
  const { steps, replaces } = flowSampling(kind, asked)
  const latent = noise.slice()
  for (let i = 0; i < steps; i++) {
    const times = { s: float32(Float32Array.of(i / steps), [1, 1]), t: float32(Float32Array.of((i + 1) / steps), [1, 1]) }
    const told = Object.fromEntries(Object.entries(times).filter(([name]) => flow.inputNames.includes(name)))
    const outputs = await flow.run({ c, ...told, x: float32(latent, [1, latent.length]) })
    const output = floats(outputs['flow_dir'])
    if (replaces) return output
    for (let k = 0; k < latent.length; k++) latent[k] = (latent[k] ?? 0) + (output[k] ?? 0) / steps
  }
  return latent
}
