import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import type { PocketBundle } from './bundle'
import { advanceState, carriedOutputs, declaredCapacity, startState, voiceStateOf, type LmState, type VoiceState } from './lm-state'
import { embedText } from '../text-embedding'

/** What one step says about the frame to come. */
export interface LmStep {
  /** [conditioning_dim], for the flow. */
  readonly conditioning: Float32Array
  /** Above -4 the speech has ended. */
  readonly endLogit: number
}

/** One stretch of positions under construction: voice, then text, then frames. */
export interface LmRun {
  /** Positions filled so far. */
  readonly positions: number
  /** Adds embeddings, [n, conditioning_dim] flat. Errors: `position-budget-exceeded` (nothing is added). */
  prefill(embeddings: Float32Array): Promise<void>
  /** Adds one latent (NaN: the start of speech). Errors: `position-budget-exceeded` (nothing is added). */
  step(latent: Float32Array): Promise<LmStep>
  voiceState(): VoiceState
}

export interface LanguageModel {
  /** Most positions one run can have. */
  readonly maxPositions: number
  /** Text embeddings, [ids.length, conditioning_dim] flat. Errors: `model-mismatch` when the table has another width. */
  embed(ids: readonly number[]): Promise<Float32Array>
  /** Starts a run after `voice` that may grow to `limit` positions. Errors: `position-budget-exceeded`. */
  start(voice: VoiceState | null, limit: number): LmRun
}

/** The language model as published: every call takes its whole caches and gives them back. */
export function createLanguageModel(
  sessions: { readonly textConditioner: Session; readonly main: Session },
  bundle: Pick<PocketBundle, 'flow_lm_state_manifest' | 'latent_dim' | 'conditioning_dim'>,
): LanguageModel {
  const { flow_lm_state_manifest: manifest, latent_dim: latentDim, conditioning_dim: width } = bundle
  const maxPositions = declaredCapacity(manifest)
  const stateOutputs = carriedOutputs(manifest)

  function run(initial: LmState, limit: number): LmRun {
    let state = initial

    async function call(latents: Float32Array, embeddings: Float32Array, fetches: readonly string[]) {
      const [frames, rows] = [latents.length / latentDim, embeddings.length / width]
      const added = frames + rows
      const filled = state.positions + added
      if (filled > limit) throw new MynaError('position-budget-exceeded', `${state.positions} + ${added} positions, ${limit} at most`)
      const feeds = { ...state.feeds, sequence: float32(latents, [1, frames, latentDim]), text_embeddings: float32(embeddings, [1, rows, width]) }
      const outputs = await sessions.main.run(feeds, [...fetches, ...stateOutputs])
      state = advanceState(manifest, state, outputs, added)
      return outputs
    }

    return {
      get positions() {
        return state.positions
      },
      async prefill(embeddings) {
        // Without a latent the graph's conditioning and end logit belong to a text position: they are not fetched.
        await call(new Float32Array(0), embeddings, [])
      },
      async step(latent) {
        const outputs = await call(latent, new Float32Array(0), ['conditioning', 'eos_logit'])
        return { conditioning: floats(outputs['conditioning']), endLogit: floats(outputs['eos_logit'])[0] ?? -Infinity }
      },
      voiceState: () => voiceStateOf(manifest, state),
    }
  }

  return {
    maxPositions,
    embed: (ids) => embedText(sessions.textConditioner, ids, width),
    start(voice, limit) {
      if (limit > maxPositions) throw new MynaError('position-budget-exceeded', `${limit} positions, ${maxPositions} at most`)
      return run(startState(manifest, voice), limit)
    },
  }
}
