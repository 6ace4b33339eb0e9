import type { Session } from '../../session'
import { openBest, readRunnable, type ChoiceContext } from './best-graph'
import type { PocketBundle } from './bundle'
import { openLeanSpeech } from './lean/lean-graphs'
import { rewriteLanguageModel } from './lean/lm-rewrite'
import { exerciseSpeech } from './lean/rewrite-check'
import type { Opened } from './pocket-sessions'
import { openPublishedSpeech } from './published-graphs'
import type { SpeechModel } from './speech-model'

/** Open language model and flow. */
export interface OpenedSpeech extends Opened<SpeechModel> {
  /** They run rewritten, not as published. */
  readonly isLean: boolean
  /** A file of theirs is quantised. */
  readonly quantised: boolean
}

/** Opens language model and flow, rewritten where they are known and proven. Errors are those of `openModelGraphs`. */
export async function openSpeech(context: ChoiceContext, bundle: PocketBundle, textConditioner: Session): Promise<OpenedSpeech> {
  const flow = await readRunnable(context, 'flow_lm_flow')
  const main = await readRunnable(context, 'flow_lm_main')
  const rewritten = rewriteLanguageModel(new Uint8Array(main.bytes), new Uint8Array(flow.bytes), bundle)
  const opened = await openBest(context, 'speech', {
    plain: (on) => openPublishedSpeech(on, bundle, textConditioner, { main: main.bytes, flow: flow.bytes }),
    lean: rewritten && ((on) => openLeanSpeech(on, bundle, textConditioner, rewritten)),
    exercise: (model) => exerciseSpeech(model, bundle),
  })
  return { ...opened, quantised: main.quantised || flow.quantised }
}
