import { MynaError, toMynaError } from '../../../../src/protocol/errors'
import type { Session } from '../../session'
import type { EngineContext } from '../voice-engine'
import type { PocketBundle } from './bundle'
import { checkGraph, type GraphExpectation } from './graph-check'
import { CAPACITY_GRAIN, createLanguageModel } from './language-model'
import { cacheEntries } from './lm-state'
import { relaxCapacity } from './relaxed-capacity'

/** The graphs that speaking needs, checked against the bundle. */
export interface PocketSessions {
  readonly textConditioner: Session
  readonly main: Session
  readonly flow: Session
  readonly decoder: Session
  /** Step in which the language model's caches grow; null where they have to have the published size. */
  readonly capacityGrain: number | null
  release(): Promise<void>
}

type Context = Pick<EngineContext, 'files' | 'createSession' | 'onProgress'>
type GraphName = 'text_conditioner' | 'flow_lm_main' | 'flow_lm_flow' | 'mimi_decoder' | 'mimi_encoder'

/** What each graph of contract A looks like (KevinAHM/pocket-tts-onnx). */
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
      return { name, inputs: { c: [null, width], s: [null, 1], t: [null, 1], x: [null, latent] }, outputs: ['flow_dir'], states: [] }
    case 'mimi_decoder':
      return { name, inputs: { latent: [1, null, latent] }, outputs: ['audio_frame'], states: bundle.mimi_state_manifest }
    case 'mimi_encoder':
      return { name, inputs: { audio: [1, 1, null] }, outputs: ['latents'], states: [] }
  }
}

/** Graphs may carry the publisher's suffix for quantised files when they come from a person's disk. */
async function readGraph({ files }: Context, name: GraphName): Promise<ArrayBuffer> {
  const quantised = `${name}_int8.onnx`
  return files.read(files.has(quantised) ? quantised : `${name}.onnx`)
}

async function openGraph({ createSession }: Context, name: GraphName, bytes: ArrayBuffer, bundle: PocketBundle): Promise<Session> {
  let session: Session
  try {
    session = await createSession(bytes)
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

/** The prompt encoder, which is big and rarely needed: whoever opens it releases it. */
export async function openEncoder(context: Context, bundle: PocketBundle): Promise<Session> {
  return openGraph(context, 'mimi_encoder', await readGraph(context, 'mimi_encoder'), bundle)
}

/** Loads the four graphs one after the other. Errors: `model-missing`, `model-invalid`, `model-mismatch`. */
export async function openSessions(context: Context, bundle: PocketBundle): Promise<PocketSessions> {
  const opened: Session[] = []
  const release = async () => {
    for (const session of opened.splice(0)) await session.release()
  }
  const open = async (name: GraphName, fraction: number, bytes?: ArrayBuffer) => {
    context.onProgress({ fraction, label: 'Loading the model' })
    const session = await openGraph(context, name, bytes ?? (await readGraph(context, name)), bundle)
    opened.push(session)
    return session
  }

  try {
    const textConditioner = await open('text_conditioner', 0)
    const flow = await open('flow_lm_flow', 0.1)
    const decoder = await open('mimi_decoder', 0.2)
    const mainBytes = await readGraph(context, 'flow_lm_main')
    const undo = relaxCapacity(new Uint8Array(mainBytes), cacheEntries(bundle.flow_lm_state_manifest))
    let main = await open('flow_lm_main', 0.4, mainBytes)
    const flexible = undo !== null && (await ignoresCapacity({ textConditioner, main }, bundle))
    if (undo !== null && !flexible) {
      await opened.pop()?.release()
      undo()
      main = await open('flow_lm_main', 0.6, mainBytes)
    }
    return { textConditioner, main, flow, decoder, capacityGrain: flexible ? CAPACITY_GRAIN : null, release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

/**
 * Whether a graph whose declared capacity was taken away really computes the same with caches of different sizes: some
 * other export could have the number inside its operators, where it would fail or, worse, compute something else.
 */
async function ignoresCapacity(sessions: Pick<PocketSessions, 'textConditioner' | 'main'>, bundle: PocketBundle): Promise<boolean> {
  const results: Float32Array[] = []
  try {
    for (const capacity of [CAPACITY_GRAIN, 2 * CAPACITY_GRAIN]) {
      const model = createLanguageModel(sessions, bundle, capacity)
      const run = model.start(null, 4)
      await run.prefill(await model.embed([0, 1, 2]))
      results.push((await run.step(new Float32Array(bundle.latent_dim).fill(NaN))).conditioning)
    }
  } catch (thrown) {
    if (toMynaError(thrown).code === 'inference-failed') return false
    throw thrown
  }
  const [small, large] = results
  return small !== undefined && large !== undefined && small.every((value, i) => value === large[i])
}
