import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'

/**
 * Carries `noise` along the flow to a latent, in `steps` steps (Lagrangian self-distillation of Kyutai's Pocket TTS; 1
 * is what the model was trained for): step i adds velocity(s = i/n, t = (i+1)/n) / n. `noise` is only read.
 */
export async function sampleLatent(flow: Session, conditioning: Float32Array, noise: Float32Array, steps: number): Promise<Float32Array> {
  const c = float32(conditioning, [1, conditioning.length])
  const latent = noise.slice()
  for (let i = 0; i < steps; i++) {
    const outputs = await flow.run({
      c,
      s: float32(Float32Array.of(i / steps), [1, 1]),
      t: float32(Float32Array.of((i + 1) / steps), [1, 1]),
      x: float32(latent, [1, latent.length]),
    })
    const velocity = floats(outputs['flow_dir'])
    for (let k = 0; k < latent.length; k++) latent[k] = (latent[k] ?? 0) + (velocity[k] ?? 0) / steps
  }
  return latent
}
