import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { FixedGraphFile, OpenResidentGraphs } from '../../../../runtime/resident-graphs'
import type { Session } from '../../../../runtime/session'
import { checkGraph } from '../published/graph-check'
import { openLate } from './late-session'
import { cutFlow, weightOptions } from './flow-cut'
import { readGraph, type GraphContext, type Opened } from '../published/graphs'
import type { SpeechModel } from '../language-model/speech-model'
import { prefillShapes, stepShapes, type FixedBundle } from './fixed-shapes'
import { createFixedSpeechModel } from './fixed-speech-model'

/** What graphs of fixed shape are opened with. */
export interface FixedContext extends GraphContext {
  readonly openResident: OpenResidentGraphs
}

/** An open model, and how its graphs run. */
export interface OpenedFixedSpeech extends Opened<SpeechModel> {
  readonly form: 'as compiled' | 'as recorded commands'
}

const STEP = 'flow_lm_fixed_step'
const PREFILL = 'flow_lm_fixed_prefill'

/**
 * Opens language model and flow of a bundle of fixed shapes. Errors: those of `readGraph` and of `openResident`,
 * `model-mismatch` for graphs that are not the bundle's.
 */
export async function openFixedSpeech(context: FixedContext, bundle: FixedBundle, embed: SpeechModel['embed']): Promise<OpenedFixedSpeech> {
  const bytes = await readGraph(context.files, STEP)
  // The step's file also holds the weights of the other graph.
  const options = { externalData: [{ path: `${STEP}.onnx`, data: new Uint8Array(bytes) }] }
  const resident = await context.openResident([
    { bytes, ...stepShapes(bundle) },
    { bytes: await readGraph(context.files, PREFILL), options, ...prefillShapes(bundle) },
  ])
  try {
    const [step, prefill] = resident.graphs
    if (!step || !prefill) throw new MynaError('internal', 'two graphs were opened')
    checkGraph(step, expectation(STEP, stepShapes(bundle)))
    checkGraph(prefill, expectation(PREFILL, prefillShapes(bundle)))
    const flow = openLate(() => openFlow(context, bundle))
    return {
      value: createFixedSpeechModel({ memory: resident, step, prefill, embed, flow: () => flow.get() }, bundle),
      form: step.isRecorded ? 'as recorded commands' : 'as compiled',
      async release() {
        await resident.release()
        await flow.release()
      },
    }
  } catch (thrown) {
    await resident.release()
    throw thrown
  }
}

async function openFlow(context: FixedContext, bundle: FixedBundle): Promise<Session> {
  const flow = cutFlow(new Uint8Array(await readGraph(context.files, STEP)), bundle)
  if (flow === null) throw new MynaError('model-mismatch', `${STEP} holds no flow that could be cut out`)
  return context.createSession(flow.model.buffer, weightOptions(flow))
}

function expectation(name: string, { inputs, outputs }: Pick<FixedGraphFile, 'inputs' | 'outputs'>) {
  const dims = Object.fromEntries(Object.entries(inputs).map(([input, shape]) => [input, shape.dims]))
  return { name, inputs: dims, outputs: Object.keys(outputs), states: [] }
}
