import type { EngineContext } from '../voice-engine'
import type { PocketBundle } from './bundle'
import type { DecoderStream } from './decoder'
import { rewriteDecoder } from './lean/decoder-rewrite'
import { openLeanDecoder, openLeanSpeech } from './lean/lean-graphs'
import { rewriteLanguageModel } from './lean/lm-rewrite'
import { exerciseDecoder, exerciseSpeech, openProven, type Verdict } from './lean/rewrite-check'
import { openGraph, readGraph } from './pocket-sessions'
import { openPublishedDecoder, openPublishedSpeech } from './published-graphs'
import type { SpeechModel } from './speech-model'

/** Everything that speaking runs: text in, latents, sound out. */
export interface ModelGraphs {
  readonly speech: SpeechModel
  /** Starts a stream from silence. */
  readonly startDecoder: () => DecoderStream
  /** Which of the graphs run rewritten; the others run as published. */
  readonly lean: { readonly speech: boolean; readonly decoder: boolean }
  release(): Promise<void>
}

type Context = Pick<EngineContext, 'files' | 'createSession' | 'onProgress' | 'packKey' | 'verdicts'>

/** Goes into the key of remembered verdicts: to be raised with every change of what a rewrite makes. */
const REWRITE_VERSION = 1

/**
 * Loads the graphs one after the other, rewritten ones where they are known and proven. Errors: `model-missing`,
 * `model-invalid`, `model-mismatch`, `out-of-memory`.
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
    const textConditioner = await owned(openGraph(context, 'text_conditioner', bundle))
    report(0.1)
    const decoder = await owned(openDecoder(context, bundle))
    report(0.4)
    const speech = await owned(openSpeech(context, bundle, textConditioner))
    return { speech: speech.value, startDecoder: decoder.value, lean: { speech: speech.isLean, decoder: decoder.isLean }, release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

async function openDecoder(context: Context, bundle: PocketBundle) {
  const file = await readGraph(context, 'mimi_decoder')
  const rewritten = rewriteDecoder(new Uint8Array(file), bundle.mimi_state_manifest)
  return openProven(
    {
      plain: () => openPublishedDecoder(context, bundle, file),
      lean: rewritten && (() => openLeanDecoder(context, bundle, rewritten)),
      exercise: (start) => exerciseDecoder(start, bundle),
    },
    verdictOn(context, 'decoder'),
  )
}

async function openSpeech(context: Context, bundle: PocketBundle, textConditioner: Awaited<ReturnType<typeof openGraph>>) {
  const files = { flow: await readGraph(context, 'flow_lm_flow'), main: await readGraph(context, 'flow_lm_main') }
  const rewritten = rewriteLanguageModel(new Uint8Array(files.main), new Uint8Array(files.flow), bundle)
  return openProven(
    {
      plain: () => openPublishedSpeech(context, bundle, textConditioner, files),
      lean: rewritten && (() => openLeanSpeech(context, bundle, textConditioner, rewritten)),
      exercise: (model) => exerciseSpeech(model, bundle),
    },
    verdictOn(context, 'speech'),
  )
}

/** The pack's key stands for the bytes of all its files, so a verdict under it is one on these very graphs. */
function verdictOn({ packKey, verdicts }: Context, graphs: string): Verdict {
  const key = `rewrite-${REWRITE_VERSION}/${graphs}/${packKey}`
  return {
    read: () => verdicts?.read(key) ?? Promise.resolve(null),
    write: (proven) => verdicts?.write(key, proven) ?? Promise.resolve(),
  }
}
