import type { Session } from '../../../runtime/session'
import type { PocketBundle } from './published/bundle'
import { createDecoder, type DecoderStream } from './published/decoder'
import { createLanguageModel } from './published/language-model'
import { openGraph, type GraphContext, type Opened } from './published/graphs'
import { speakWithFlow, type SpeechModel } from './language-model/speech-model'

/** The decoder as published. */
export async function openPublishedDecoder(context: GraphContext, bundle: PocketBundle, file: ArrayBuffer): Promise<Opened<() => DecoderStream>> {
  const session = await openGraph(context, 'mimi_decoder', bundle, file)
  return { value: createDecoder(session, bundle), release: () => session.release() }
}

/** The sessions of a published language model. */
export interface PublishedSpeech {
  readonly main: Session
  readonly flow: Session
}

/** Language model and flow as published. */
export async function openPublishedSpeech(
  context: GraphContext,
  bundle: PocketBundle,
  textConditioner: Session,
  files: { readonly main: ArrayBuffer; readonly flow: ArrayBuffer },
): Promise<Opened<SpeechModel> & { readonly sessions: PublishedSpeech }> {
  const flow = await openGraph(context, 'flow_lm_flow', bundle, files.flow)
  try {
    const main = await openGraph(context, 'flow_lm_main', bundle, files.main)
    return {
      value: speakWithFlow(createLanguageModel({ textConditioner, main }, bundle), flow),
      sessions: { main, flow },
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
