import type { Session } from '../../../../runtime/session'
import type { PocketBundle } from '../published/bundle'
import { createDecoder, type DecoderStream } from '../published/decoder'
import { openLate } from '../on-gpu/late-session'
import { openGraph, type GraphContext, type Opened } from '../published/graphs'
import type { SpeechModel } from '../language-model/speech-model'
import type { LeanDecoder } from './decoder-rewrite'
import { weightOptions, type LeanGraph } from './lean-graph'
import { createLeanSpeechModel } from './lean-speech-model'

/** Opens a rewritten decoder. */
export async function openLeanDecoder({ createSession }: GraphContext, bundle: PocketBundle, { graph, manifest }: LeanDecoder): Promise<Opened<() => DecoderStream>> {
  const session = await createSession(graph.model.buffer, weightOptions(graph))
  return { value: createDecoder(session, { ...bundle, mimi_state_manifest: manifest }), release: () => session.release() }
}

/** Opens a rewritten language model. The published flow is only opened when someone samples in several steps. */
export async function openLeanSpeech(context: GraphContext, bundle: PocketBundle, textConditioner: Session, graph: LeanGraph): Promise<Opened<SpeechModel>> {
  const lean = await context.createSession(graph.model.buffer, weightOptions(graph))
  return speakLean({ textConditioner, lean, openFlow: () => openGraph(context, 'flow_lm_flow', bundle) }, bundle)
}

interface LeanParts {
  readonly textConditioner: Session
  /** Released with the result. */
  readonly lean: Session
  readonly openFlow: () => Promise<Session>
}

/** Speaks with an open language model, and opens the flow when it is needed. */
export function speakLean({ textConditioner, lean, openFlow }: LeanParts, bundle: PocketBundle): Opened<SpeechModel> {
  const flow = openLate(openFlow)
  return {
    value: createLeanSpeechModel({ textConditioner, lean, flow: () => flow.get() }, bundle),
    async release() {
      await lean.release()
      await flow.release()
    },
  }
}
