import { MynaError } from '../../../../../src/shared/protocol/errors'
import { leanNames } from '../../../../formats/step-names'
import type { Session } from '../../../../runtime/session'
import { float32, floats, int64, type TensorValue } from '../../../../runtime/tensor'
import type { PocketBundle } from '../published/bundle'
import { sampleLatent } from '../published/latent-sampler'
import { cacheEntries, declaredCapacity, type VoiceState } from '../published/lm-state'
import type { SpeechModel, SpeechRun } from '../language-model/speech-model'
import { embedText } from '../text-embedding'

/** The graphs of a rewritten language model. */
export interface LeanSessions {
  readonly textConditioner: Session
  /** Made by {@link rewriteLanguageModel}: language model and one step of the flow. */
  readonly lean: Session
  /** The published flow, which is only needed to sample in more than one step. */
  readonly flow: () => Promise<Session>
}

/** Rows of one KV cache; the first `positions` of them are filled. */
interface Rows {
  readonly keys: Float32Array
  readonly values: Float32Array
  /** [heads, width] of one row. */
  readonly shape: readonly number[]
  readonly rowLength: number
}

type Bundle = Pick<PocketBundle, 'flow_lm_state_manifest' | 'latent_dim' | 'conditioning_dim'>

/** Speaks with a rewritten language model. It keeps the KV cache itself and hands the filled rows to every call. */
export function createLeanSpeechModel(sessions: LeanSessions, bundle: Bundle): SpeechModel {
  const { flow_lm_state_manifest: manifest, latent_dim: latentDim, conditioning_dim: width } = bundle
  const rowShapes = cacheEntries(manifest).map(({ shape }) => shape.slice(3))
  const rowOutputs = rowShapes.flatMap((_, cache) => [leanNames.newKeys(cache), leanNames.newValues(cache)])
  const silence = new Float32Array(latentDim)
  const nothing = new Float32Array(0)
  const maxPositions = declaredCapacity(manifest)

  function startRun(voice: VoiceState | null, capacity: number): SpeechRun {
    const caches = rowShapes.map((shape, cache) => startRows(shape, capacity, voice, cache))
    let filled = voice?.positions ?? 0

    async function call(latents: Float32Array, embeddings: Float32Array, noise: Float32Array, fetches: readonly string[]) {
      const [frames, rows] = [latents.length / latentDim, embeddings.length / width]
      const added = frames + rows
      if (filled + added > capacity) {
        throw new MynaError('position-budget-exceeded', `${filled} + ${added} positions do not fit into ${capacity}`)
      }
      const feeds: Record<string, TensorValue> = {
        sequence: float32(latents, [1, frames, latentDim]),
        text_embeddings: float32(embeddings, [1, rows, width]),
        [leanNames.step]: int64([filled], [1]),
        [leanNames.noise]: float32(noise, [1, latentDim]),
      }
      for (const [cache, { keys, values, shape, rowLength }] of caches.entries()) {
        const dims = [1, filled, ...shape]
        feeds[leanNames.keys(cache)] = float32(keys.subarray(0, filled * rowLength), dims)
        feeds[leanNames.values(cache)] = float32(values.subarray(0, filled * rowLength), dims)
      }
      const outputs = await sessions.lean.run(feeds, [...fetches, ...rowOutputs])
      for (const [cache, { keys, values, rowLength }] of caches.entries()) {
        keys.set(floats(outputs[leanNames.newKeys(cache)]), filled * rowLength)
        values.set(floats(outputs[leanNames.newValues(cache)]), filled * rowLength)
      }
      filled += added
      return outputs
    }

    return {
      get positions() {
        return filled
      },
      async prefill(embeddings) {
        await call(nothing, embeddings, silence, [])
      },
      async next(previous, { noise, steps }, timings) {
        const sampled = steps === 1 ? leanNames.latent : 'conditioning'
        const outputs = await timings.time(steps === 1 ? 'lm-flow' : 'lm', 1, () => call(previous, nothing, noise, ['eos_logit', sampled]))
        const result = floats(outputs[sampled])
        const refine = async () => sampleLatent(await sessions.flow(), result, noise, steps)
        return {
          endLogit: floats(outputs['eos_logit'])[0] ?? -Infinity,
          latent: () => (steps === 1 ? Promise.resolve(result) : timings.time('flow', 1, refine)),
        }
      },
      voiceState: () => Promise.resolve({ positions: filled, caches: caches.map((rows) => packRows(rows, filled)) }),
      end: () => undefined,
    }
  }

  return {
    maxPositions,
    embed: (ids) => embedText(sessions.textConditioner, ids, width),
    start(voice, positions) {
      if (positions > maxPositions) throw new MynaError('position-budget-exceeded', `${positions} positions, ${maxPositions} at most`)
      return startRun(voice, positions)
    },
  }
}

function startRows(shape: readonly number[], capacity: number, voice: VoiceState | null, cache: number): Rows {
  const rowLength = shape.reduce((product, size) => product * size, 1)
  const rows = { keys: new Float32Array(capacity * rowLength), values: new Float32Array(capacity * rowLength), shape, rowLength }
  if (voice === null) return rows
  if (voice.positions > capacity) throw new MynaError('position-budget-exceeded', `${voice.positions} positions do not fit into ${capacity}`)
  const half = voice.positions * rowLength
  const packed = voice.caches[cache]
  if (packed?.length !== 2 * half) throw new MynaError('model-mismatch', `${packed?.length ?? 0} cached values, ${2 * half} expected`)
  rows.keys.set(packed.subarray(0, half))
  rows.values.set(packed.subarray(half))
  return rows
}

function packRows({ keys, values, rowLength }: Rows, positions: number): Float32Array {
  const half = positions * rowLength
  const packed = new Float32Array(2 * half)
  packed.set(keys.subarray(0, half))
  packed.set(values.subarray(0, half), half)
  return packed
}
