import { MynaError } from '../../../../../src/shared/protocol/errors'
import { ELEMENT_TYPE } from '../../../../formats/onnx-model'
import { encodeOnnxModel, newValue } from '../../../../formats/onnx-writer'
import { leanNames } from '../../../../formats/step-names'
import type { Session } from '../../../../runtime/session'
import type { PocketBundle } from '../published/bundle'
import { openGraph, readGraph, type GraphContext, type Opened } from '../published/graphs'
import type { SpeechModel } from '../language-model/speech-model'
import { prune, renameValues } from './graph-edit'
import { weightOptions, type LeanGraph } from '../lean/lean-graph'
import { speakLean } from '../lean/lean-graphs'
import { readOnnxModel } from '../../../../formats/onnx-reader'

/**
 * Opens language model and flow of a compiled bundle: one graph, of which the flow is cut out when somebody samples in
 * several steps. `file` holds `flow_lm_step`. Errors: those of {@link openGraph}.
 */
export async function openCompiledSpeech(context: GraphContext, bundle: PocketBundle, textConditioner: Session, file: ArrayBuffer): Promise<Opened<SpeechModel>> {
  const lean = await openGraph(context, 'flow_lm_step', bundle, file)
  const openFlow = async () => {
    const flow = cutFlow(new Uint8Array(await readGraph(context, 'flow_lm_step')), bundle)
    if (flow === null) throw new MynaError('model-mismatch', 'flow_lm_step holds no flow that could be cut out')
    return context.createSession(flow.model.buffer, weightOptions(flow))
  }
  return speakLean({ textConditioner, lean, openFlow }, bundle)
}

/** Names in the fused graph, and those of the published flow's inputs. */
const flowInputs: Readonly<Record<string, string>> = { conditioning: 'c', s: 's', t: 't', [leanNames.noise]: 'x' }

/** The flow alone, as it is published: c, s, t and x → flow_dir. Null where the graph is not a compiled one. */
export function cutFlow(file: Uint8Array, { latent_dim: latent, conditioning_dim: width }: Pick<PocketBundle, 'latent_dim' | 'conditioning_dim'>): LeanGraph | null {
  const source = { path: 'flow_lm_step', data: file }
  const model = readOnnxModel(source)
  if (model === null) return null
  const rename = (name: string) => flowInputs[name] ?? name
  const nodes = model.graph.nodes.filter(({ outputs }) => !outputs.includes('conditioning')).map((node) => renameValues(node, rename))
  const initializers = model.graph.initializers.filter(({ name }) => !(name in flowInputs))
  const inputs = Object.entries({ c: [1, width], s: [1, 1], t: [1, 1], x: [1, latent] }).map(([name, dims]) => newValue(name, ELEMENT_TYPE.float32, dims))
  const graph = prune({ ...model.graph, nodes, initializers }, inputs, [newValue('flow_dir', ELEMENT_TYPE.float32, [1, latent])])
  return graph && { model: encodeOnnxModel({ ...model, graph }, 'myna'), weights: [source] }
}
