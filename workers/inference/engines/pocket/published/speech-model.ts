import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import { float32, floats } from '../../../../runtime/tensor'
import type { SpeechModel, SpeechRun, VoiceState } from '../language-model/speech-model'
import type { FlowKind } from '../../../../formats/checkpoint/pocket-sizes'
import type { PocketBundle } from './bundle'
import { openGraph, type GraphContext } from './graphs'
import type { Opened } from '../../opened'
import { sampleLatent } from './latent-sampler'
import { advanceState, carriedOutputs, declaredCapacity, startState, voiceStateOf } from './lm-state'

/** The sessions of a published language model. */
export interface PublishedSpeech {
  readonly main: Session
  readonly flow: Session
}

/** Language model and flow as published; `graphs` are their files, in that order. Errors: those of {@link openGraph}. */
export async function openPublishedSpeech(
  context: GraphContext,
  bundle: PocketBundle,
  [mainFile, flowFile]: readonly ArrayBuffer[],
  embed: SpeechModel['embed'],
  kind?: FlowKind,
): Promise<Opened<SpeechModel> & { readonly sessions: PublishedSpeech }> {
  const flow = await openGraph(context, 'flow_lm_flow', bundle, flowFile)
  try {
    const main = await openGraph(context, 'flow_lm_main', bundle, mainFile)
    return {
      value: createPublishedSpeech({ main, flow }, bundle, embed, kind),
      sessions: { main, flow },
      async release() {
        await main.release()
        await flow.release()
      },
    }
  } catch (thrown) {
    await flow.release()
    throw thrown
  }
}

type Bundle = Pick<PocketBundle, 'flow_lm_state_manifest' | 'latent_dim' | 'conditioning_dim'>

/** Every step takes the whole caches and gives them back; the flow is a graph of its own that runs after it. */
export function createPublishedSpeech({ main, flow }: PublishedSpeech, bundle: Bundle, embed: SpeechModel['embed'], told?: FlowKind): SpeechModel {
  const { flow_lm_state_manifest: manifest, latent_dim: latentDim, conditioning_dim: width } = bundle
  const maxPositions = declaredCapacity(manifest)
  const stateOutputs = carriedOutputs(manifest)
  // Whoever exports a flow that is told both times means it to be run as one of LSD, whatever it is inside.
  const kind = ['s', 't'].every((time) => flow.inputNames.includes(time)) ? 'lsd' : told

  function startRun(voice: VoiceState | null, limit: number): SpeechRun {
    let state = startState(manifest, voice)

    async function call(latents: Float32Array, embeddings: Float32Array, fetches: readonly string[]) {
      const [frames, rows] = [latents.length / latentDim, embeddings.length / width]
      const added = frames + rows
      if (state.positions + added > limit) throw new MynaError('position-budget-exceeded', `${state.positions} + ${added} positions, ${limit} at most`)
      const feeds = { ...state.feeds, sequence: float32(latents, [1, frames, latentDim]), text_embeddings: float32(embeddings, [1, rows, width]) }
      const outputs = await main.run(feeds, [...fetches, ...stateOutputs])
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
      async next(previous, { noise, steps }, timings) {
        const outputs = await timings.time('lm', 1, () => call(previous, new Float32Array(0), ['conditioning', 'eos_logit']))
        const conditioning = floats(outputs['conditioning'])
        return {
          endLogit: floats(outputs['eos_logit'])[0] ?? -Infinity,
          latent: () => timings.time('flow', 1, () => sampleLatent(flow, conditioning, noise, steps, kind)),
        }
      },
      voiceState: () => Promise.resolve(voiceStateOf(manifest, state)),
      end: () => undefined,
    }
  }

  return {
    maxPositions,
    embed,
    start(voice, limit) {
      if (limit > maxPositions) throw new MynaError('position-budget-exceeded', `${limit} positions, ${maxPositions} at most`)
      return startRun(voice, limit)
    },
  }
}
