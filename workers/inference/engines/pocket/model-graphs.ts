import type { ExecutionProvider, PartProcessor, Stage } from '../../../../src/protocol/engine'
import type { EngineContext } from '../voice-engine'
import { decodeHere, type BlockDecoder } from './block-decoder'
import type { PocketBundle } from './bundle'
import { openDecoder } from './decoder-graph'
import { openGraph } from './pocket-sessions'
import { openSpeech } from './speech-graph'
import type { SpeechModel } from './speech-model'

/** Everything that speaking runs: text in, latents, sound out. */
export interface ModelGraphs {
  readonly speech: SpeechModel
  /** Starts the decoder of one chunk, which has to be finished or abandoned. */
  readonly startDecoder: () => BlockDecoder
  /** The decoder computes the very same samples in whatever blocks. */
  readonly sameInAnyBlocks: boolean
  /** Which of the graphs run rewritten; the others run as published. */
  readonly lean: { readonly speech: boolean; readonly decoder: boolean }
  /** Some are quantised: they run on the CPU only. */
  readonly quantised: boolean
  /** Where the parts run that the GPU was tried for; empty where there is none to try. */
  readonly processors: readonly PartProcessor[]
  /** Where a stage runs at present. */
  processorOf(stage: Stage): ExecutionProvider
  release(): Promise<void>
}

type Context = Pick<EngineContext, 'files' | 'createSession' | 'gpu' | 'onProgress' | 'packKey' | 'verdicts'>

/** What language model and flow do. */
const SPEECH_STAGES: ReadonlySet<Stage> = new Set(['voice-prefill', 'text-prefill', 'lm', 'lm-flow', 'flow'])

/**
 * Loads the graphs one after the other, rewritten ones where they are known and proven. Errors: `model-missing`,
 * `model-invalid`, `model-mismatch`, `out-of-memory`, and `execution-provider-unsupported` for quantised graphs
 * that are to run on the GPU.
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
    return {
      speech: speech.value,
      startDecoder: decodeHere(decoder.value),
      sameInAnyBlocks: decoder.sameInAnyBlocks,
      lean: { speech: speech.isLean, decoder: decoder.isLean },
      quantised: speech.quantised || decoder.quantised,
      processors: [speech, decoder].flatMap(({ processor }) => processor ?? []),
      processorOf: (stage) => (stage === 'decode' ? decoder.runsOn() : SPEECH_STAGES.has(stage) ? speech.runsOn() : 'wasm'),
      release,
    }
  } catch (thrown) {
    await release()
    throw thrown
  }
}
