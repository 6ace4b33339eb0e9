import { MynaError } from '../../../../src/protocol/errors'
import type { Session } from '../../session'
import type { EngineContext } from '../voice-engine'
import type { PocketBundle } from './bundle'
import type { DecoderStream } from './decoder'
import { openOnGpu } from './gpu-check'
import { rewriteDecoder } from './lean/decoder-rewrite'
import { openLeanDecoder, openLeanSpeech } from './lean/lean-graphs'
import { rewriteLanguageModel } from './lean/lm-rewrite'
import { exerciseDecoder, exerciseSpeech, openProven, type Alternatives, type Verdict } from './lean/rewrite-check'
import { onCpu, openGraph, readGraph, type GraphContext, type GraphName, type Opened } from './pocket-sessions'
import { openPublishedDecoder, openPublishedSpeech } from './published-graphs'
import { isQuantised } from './quantised-graph'
import type { SpeechModel } from './speech-model'

/** Everything that speaking runs: text in, latents, sound out. */
export interface ModelGraphs {
  readonly speech: SpeechModel
  /** Starts a stream from silence. */
  readonly startDecoder: () => DecoderStream
  /** Which of the graphs run rewritten; the others run as published. */
  readonly lean: { readonly speech: boolean; readonly decoder: boolean }
  /** Some are quantised: they run on the CPU only. */
  readonly quantised: boolean
  release(): Promise<void>
}

type Context = Pick<EngineContext, 'files' | 'createSession' | 'executionProvider' | 'onProgress' | 'packKey' | 'verdicts'>

/** Goes into the key of remembered verdicts: to be raised with every change of what a rewrite makes. */
const REWRITE_VERSION = 1

/**
 * Loads the graphs one after the other, rewritten ones where they are known and proven. Errors: `model-missing`,
 * `model-invalid`, `model-mismatch`, `out-of-memory`, and on the GPU `execution-provider-unsupported`.
 */
export async function openModelGraphs(context: Context, bundle: PocketBundle): Promise<ModelGraphs> {
  const opened: { release(): Promise<void> }[] = []
  const release = async () => {
    for (const graph of opened.splice(0)) await graph.release()
  }
  const owned = async <T extends { release(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const graph = await opening
    opened.push(graph)
    return graph
  }
  const report = (fraction: number) => { context.onProgress({ fraction, label: 'Loading the model' }) }

  try {
    report(0)
    const textConditioner = await owned(openGraph(onCpu(context), 'text_conditioner', bundle))
    report(0.1)
    const decoder = await owned(openDecoder(context, bundle))
    report(0.4)
    const speech = await owned(openSpeech(context, bundle, textConditioner))
    return {
      speech: speech.value,
      startDecoder: decoder.value,
      lean: { speech: speech.isLean, decoder: decoder.isLean },
      quantised: speech.quantised || decoder.quantised,
      release,
    }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

async function openDecoder(context: Context, bundle: PocketBundle) {
  const file = await readRunnable(context, 'mimi_decoder')
  const rewritten = rewriteDecoder(new Uint8Array(file.bytes), bundle.mimi_state_manifest)
  const opened = await openBest(context, 'decoder', {
    plain: (on) => openPublishedDecoder(on, bundle, file.bytes),
    lean: rewritten && ((on) => openLeanDecoder(on, bundle, rewritten)),
    exercise: (start) => exerciseDecoder(start, bundle),
  })
  return { ...opened, quantised: file.quantised }
}

async function openSpeech(context: Context, bundle: PocketBundle, textConditioner: Session) {
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

/** Reads a graph. Quantised products fall back to the CPU under WebGPU, and gave wrong results there: they are refused. */
async function readRunnable(context: Context, name: GraphName) {
  const bytes = await readGraph(context, name)
  const quantised = isQuantised(bytes)
  if (quantised && context.executionProvider === 'webgpu') {
    throw new MynaError('execution-provider-unsupported', `${name} is quantised, which the GPU cannot run: it takes float32 graphs`)
  }
  return { bytes, quantised }
}

/** As {@link Alternatives}, for any processor. */
interface Ways<T> extends Pick<Alternatives<T>, 'exercise'> {
  readonly plain: (on: GraphContext) => Promise<Opened<T>>
  readonly lean: ((on: GraphContext) => Promise<Opened<T>>) | null
}

/** Opens the rewritten graph where there is one, proven against the published one: exactly on the CPU, roughly on the GPU. */
async function openBest<T>(context: Context, graphs: string, { plain, lean, exercise }: Ways<T>): Promise<Opened<T> & { readonly isLean: boolean }> {
  if (context.executionProvider === 'wasm') {
    const alternatives = { plain: () => plain(context), lean: lean && (() => lean(context)), exercise }
    return openProven(alternatives, verdictOn(context, graphs))
  }
  const opened = await openOnGpu({ onCpu: () => plain(onCpu(context)), onGpu: () => (lean ?? plain)(context), exercise })
  return { ...opened, isLean: lean !== null }
}

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: Context, graphs: string): Verdict {
  const key = `rewrite-${REWRITE_VERSION}/${graphs}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}
