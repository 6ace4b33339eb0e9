import type { ExecutionProvider, PartProcessor, Stage } from '../../../../src/shared/protocol/engine'
import type { EngineContext } from '../voice-engine'
import type { GraphForm } from './best-graph'
import type { BlockDecoder } from './codec/block-decoder'
import type { PocketBundle } from './published/bundle'
import { openDecoding } from './codec/decoding'
import { openSpeech } from './language-model/speech-opening'
import type { SpeechModel } from './language-model/speech-model'
import { openTextConditioner } from './text/text-table'

/** Everything that speaking runs: text in, latents, sound out. */
export interface ModelGraphs {
  readonly speech: SpeechModel
  /** Starts the decoder of one chunk, which has to be finished or abandoned. */
  readonly startDecoder: () => BlockDecoder
  /** The decoder computes the very same samples in whatever blocks. */
  readonly sameInAnyBlocks: boolean
  /** The decoder runs in a thread of its own at present. */
  readonly decodesApart: boolean
  /** How they run. */
  readonly forms: { readonly speech: GraphForm; readonly decoder: GraphForm }
  /** Some are quantised: they run on the CPU only. */
  readonly quantised: boolean
  /** Where the parts run that the GPU was tried for; empty where there is none to try. */
  readonly processors: readonly PartProcessor[]
  /** Where a stage runs at present. */
  processorOf(stage: Stage): ExecutionProvider
  release(): Promise<void>
}

/** What language model and flow do. */
const SPEECH_STAGES: ReadonlySet<Stage> = new Set(['voice-prefill', 'text-prefill', 'lm', 'lm-flow', 'flow'])

/**
 * Loads the graphs, on kernels or rewritten where they are known and proven: one after the other, but for a decoder in a
 * thread of its own, which opens its files meanwhile. Errors: `model-missing`, `model-invalid`, `model-mismatch`,
 * `out-of-memory`, and `execution-provider-unsupported` for quantised graphs that are to run on the GPU.
 */
export async function openModelGraphs(context: EngineContext, bundle: PocketBundle): Promise<ModelGraphs> {
  const openings: Promise<{ release(): Promise<void> }>[] = []
  const release = async () => {
    for (const opening of await Promise.allSettled(openings.splice(0))) {
      if (opening.status === 'fulfilled') await opening.value.release()
    }
  }
  const owned = <T extends { release(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    openings.push(opening)
    // Whoever waits for it first is told of its failure; until then it must not count as unhandled.
    opening.catch(() => undefined)
    return opening
  }
  const report = (fraction: number) => { context.onProgress({ fraction, label: 'Loading the model' }) }

  try {
    report(0)
    const decoding = owned(openDecoding(context, bundle))
    if (!context.spareThread || context.gpu) await decoding
    report(0.3)
    const textConditioner = await owned(openTextConditioner(context, bundle))
    report(0.4)
    const speech = await owned(openSpeech(context, bundle, textConditioner))
    const decoder = await decoding
    return {
      speech: speech.value,
      startDecoder: decoder.value,
      sameInAnyBlocks: decoder.sameInAnyBlocks,
      get decodesApart() {
        return decoder.isApart
      },
      forms: { speech: speech.form, decoder: decoder.form },
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
