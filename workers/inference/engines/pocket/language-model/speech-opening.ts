import { residentInMemory } from '../../../../runtime/resident-in-memory'
import type { Session } from '../../../../runtime/session'
import { openBest, readRunnable, type ChoiceContext, type Placed } from '../best-graph'
import type { PocketBundle } from '../published/bundle'
import { isFixed } from '../on-gpu/fixed-shapes'
import { openFixedSpeech } from '../on-gpu/open-fixed-speech'
import { timeSpeech } from '../on-gpu/timing'
import { openKernelSpeech } from '../kernel/open-kernel-speech'
import { openCompiledSpeech } from '../on-gpu/flow-cut'
import { openLeanSpeech } from '../lean/lean-graphs'
import { rewriteLanguageModel } from '../lean/lm-rewrite'
import { exerciseSpeech, similar } from '../published/kernel-check'
import { openPublishedSpeech } from '../published-graphs'
import { speakWithFallback } from '../on-gpu/speech-fallback'
import type { SpeechModel } from './speech-model'

/** Open language model and flow. */
export interface OpenedSpeech extends Placed<SpeechModel> {
  /** A file of theirs is quantised. */
  readonly quantised: boolean
}

/** Opens language model and flow, on kernels or rewritten where they are known and proven. Errors are those of `openModelGraphs`. */
export async function openSpeech(context: ChoiceContext, bundle: PocketBundle, textConditioner: Session): Promise<OpenedSpeech> {
  if (bundle.format !== undefined) return openCompiled(context, bundle, textConditioner)
  const flow = await readRunnable(context, 'flow_lm_flow')
  const main = await readRunnable(context, 'flow_lm_main')
  const rewritten = rewriteLanguageModel(new Uint8Array(main.bytes), new Uint8Array(flow.bytes), bundle)
  const quantised = main.quantised || flow.quantised
  const { loadKernels } = context
  const opened = await openBest<SpeechModel>(context, {
    key: 'speech',
    part: 'language model',
    quantised,
    plain: (on) => openPublishedSpeech(on, bundle, textConditioner, { main: main.bytes, flow: flow.bytes }),
    lean: rewritten && ((on) => openLeanSpeech(on, bundle, textConditioner, rewritten)),
    kernels: loadKernels ? {
      open: () => openKernelSpeech(loadKernels, bundle, textConditioner, [main.bytes, flow.bytes]),
      agree: similar,
    } : null,
    exercise: (model) => exerciseSpeech(model, bundle),
    time: (model) => timeSpeech(model, bundle),
    withFallback: speakWithFallback,
  })
  return { ...opened, quantised }
}

/** A compiled graph is what a rewrite makes: only the kernels have to be compared with it. */
async function openCompiled(context: ChoiceContext, bundle: PocketBundle, textConditioner: Session): Promise<OpenedSpeech> {
  const fixed = isFixed(bundle) ? bundle : null
  const { bytes, quantised } = await readRunnable(context, fixed ? 'flow_lm_fixed_step' : 'flow_lm_step')
  const { loadKernels } = context
  const opened = await openBest<SpeechModel>(context, {
    key: 'speech',
    part: 'language model',
    quantised,
    plain: fixed
      ? (on) => openFixedSpeech({ ...on, openResident: residentInMemory(on.createSession) }, fixed, textConditioner)
      : (on) => openCompiledSpeech(on, bundle, textConditioner, bytes),
    lean: null,
    ...(fixed && { onGpu: (on) => openFixedSpeech(on, fixed, textConditioner) }),
    kernels: loadKernels ? { open: () => openKernelSpeech(loadKernels, bundle, textConditioner, [bytes]), agree: similar } : null,
    exercise: (model) => exerciseSpeech(model, bundle),
    time: (model) => timeSpeech(model, bundle),
    withFallback: speakWithFallback,
  })
  return { ...opened, quantised, form: opened.form === 'as published' ? 'as compiled' : opened.form }
}
