import { toMynaError } from '../../../../src/shared/protocol/errors'
import type { Session } from '../../../runtime/session'
import type { PocketBundle } from './bundle'
import { createDecoder, type DecoderStream } from './decoder'
import { CAPACITY_GRAIN, createLanguageModel } from './language-model'
import { cacheEntries } from './lm-state'
import { openGraph, type GraphContext, type Opened } from './pocket-sessions'
import { relaxCapacity } from './relaxed-capacity'
import { speakWithFlow, type SpeechModel } from './speech-model'

/** The decoder as published. */
export async function openPublishedDecoder(context: GraphContext, bundle: PocketBundle, file: ArrayBuffer): Promise<Opened<() => DecoderStream>> {
  const session = await openGraph(context, 'mimi_decoder', bundle, file)
  return { value: createDecoder(session, bundle), release: () => session.release() }
}

/** The sessions of a published language model. */
export interface PublishedSpeech {
  readonly main: Session
  readonly flow: Session
  /** Caches may have any multiple of this many positions; null where only the published size is taken. */
  readonly capacityGrain: number | null
}

/**
 * Language model and flow as published, but for the declared size of its caches, which is taken away where that changes
 * nothing (see `relaxed-capacity.ts`). `files.main` is changed for that, and is as it was in the end.
 */
export async function openPublishedSpeech(
  context: GraphContext,
  bundle: PocketBundle,
  textConditioner: Session,
  files: { readonly main: ArrayBuffer; readonly flow: ArrayBuffer },
): Promise<Opened<SpeechModel> & { readonly sessions: PublishedSpeech }> {
  const flow = await openGraph(context, 'flow_lm_flow', bundle, files.flow)
  try {
    const { main, capacityGrain } = await openMain(context, bundle, textConditioner, files.main)
    return {
      value: speakWithFlow(createLanguageModel({ textConditioner, main }, bundle, capacityGrain), flow),
      sessions: { main, flow, capacityGrain },
      async release() {
        await main.release()
        await flow.release()
      },
    }
  } catch (thrown) {
    await flow.release()
    throw thrown
  }
}

async function openMain(context: GraphContext, bundle: PocketBundle, textConditioner: Session, file: ArrayBuffer) {
  const undo = relaxCapacity(new Uint8Array(file), cacheEntries(bundle.flow_lm_state_manifest))
  const main = await openGraph(context, 'flow_lm_main', bundle, file)
  if (undo === null) return { main, capacityGrain: null }
  // The runtime has a copy of its own now, and whoever opens the file again has to find it as published.
  undo()
  try {
    if (await ignoresCapacity({ textConditioner, main }, bundle)) return { main, capacityGrain: CAPACITY_GRAIN }
  } catch (thrown) {
    await main.release()
    throw thrown
  }
  await main.release()
  return { main: await openGraph(context, 'flow_lm_main', bundle, file), capacityGrain: null }
}

/**
 * Whether a graph whose declared capacity was taken away really computes the same with caches of different sizes: some
 * other export could have the number inside its operators, where it would fail or, worse, compute something else.
 */
async function ignoresCapacity(sessions: { readonly textConditioner: Session; readonly main: Session }, bundle: PocketBundle): Promise<boolean> {
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
