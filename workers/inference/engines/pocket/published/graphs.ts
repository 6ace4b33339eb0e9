import { MynaError, toMynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import type { EngineContext, EngineFiles } from '../../voice-engine'
import type { PocketBundle } from './bundle'
import { readOnnxModel } from '../../../../formats/onnx-reader'
import { checkGraph, type GraphExpectation } from './graph-check'

/** What graphs are opened from. */
export type GraphContext = Pick<EngineContext, 'files' | 'createSession'>

/** Names of the published graphs. */
export type GraphName = 'text_conditioner' | 'flow_lm_main' | 'flow_lm_flow' | 'mimi_decoder' | 'mimi_encoder'

/** What each published graph looks like (KevinAHM/pocket-tts-onnx). */
function expectation(name: GraphName, bundle: PocketBundle): GraphExpectation {
  const { latent_dim: latent, conditioning_dim: width } = bundle
  switch (name) {
    case 'text_conditioner':
      return { name, inputs: { token_ids: [1, null] }, outputs: ['embeddings'], states: [] }
    case 'flow_lm_main':
      return {
        name,
        inputs: { sequence: [1, null, latent], text_embeddings: [1, null, width] },
        outputs: ['conditioning', 'eos_logit'],
        states: bundle.flow_lm_state_manifest,
      }
    case 'flow_lm_flow':
      return { name, inputs: { c: [null, null], s: [null, 1], t: [null, 1], x: [null, latent] }, optional: ['s', 't'], outputs: ['flow_dir'], states: [] }
    case 'mimi_decoder':
      return { name, inputs: { latent: [1, null, latent] }, outputs: ['audio_frame'], states: bundle.mimi_state_manifest }
    case 'mimi_encoder':
      return { name, inputs: { audio: [1, 1, null] }, outputs: ['latents'], states: [] }
  }
}

/** Graphs may carry the publisher's suffix for quantised files when they come from a person's disk. */
export function readGraph(files: EngineFiles, name: GraphName): Promise<ArrayBuffer> {
  const quantised = `${name}_int8.onnx`
  return files.read(files.has(quantised) ? quantised : `${name}.onnx`)
}

/**
 * Opens a graph and compares it with the bundle. `file` is read where it is not given. Errors: `model-missing`,
 * `model-invalid`, `model-mismatch`, `out-of-memory`.
 */
export async function openGraph(context: GraphContext, name: GraphName, bundle: PocketBundle, file?: ArrayBuffer): Promise<Session> {
  const bytes = file ?? (await readGraph(context.files, name))
  let session: Session
  try {
    session = await context.createSession(bytes)
  } catch (thrown) {
    const { code, detail } = toMynaError(thrown, 'model-invalid')
    throw new MynaError(code, `${name}: ${detail}`, { cause: thrown })
  }
  try {
    checkGraph(session, expectation(name, bundle))
    return session
  } catch (thrown) {
    await session.release()
    throw thrown
  }
}

/**
 * Whether a graph scales its activations to 8 bits while it runs, as the published `_int8` files do (ONNX Runtime's
 * dynamic quantisation puts this operator before every product). False for bytes that are no graph: opening them says so.
 */
export function isQuantised(file: ArrayBuffer): boolean {
  const model = readOnnxModel({ path: '', data: new Uint8Array(file) })
  return model?.graph.nodes.some(({ opType }) => opType === 'DynamicQuantizeLinear') ?? false
}
