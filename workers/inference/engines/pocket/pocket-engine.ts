import type { EngineDescription } from '../../../../src/shared/protocol/engine'
import { packSizeBytes } from '../../../../src/shared/protocol/model-pack'
import type { EngineContext, VoiceEngine } from '../voice-engine'
import { openPocketModel, type PocketModel } from './pocket-model'
import { readAloud } from './reading'
import { MAX_PROMPT_SECONDS, prepareVoice } from './voice/voice-preparation'

/**
 * Pocket TTS (Kyutai, 100 M parameters): a true clone. Prompt → codec encoder → voice state; text → language model →
 * flow → codec decoder, streamed. All sizes come from the pack.
 *
 * Errors: `model-missing`, `model-invalid`, `model-mismatch`, `out-of-memory`, and `execution-provider-unsupported` for
 * quantised graphs that are to run on the GPU.
 */
export async function createPocketEngine(context: EngineContext): Promise<VoiceEngine> {
  const model = await openPocketModel(context)
  return {
    get description() {
      return describe(context, model)
    },
    prepareVoice: (prompt, call) => prepareVoice(context, model, prompt, call),
    processorOf: (stage) => model.processorOf(stage),
    speak: (request, call) => readAloud(context, model, request, call),
    release: () => model.release(),
  }
}

function describe({ pack }: EngineContext, { configuration, graphs, executionProviders, processors }: PocketModel): EngineDescription {
  return {
    engineId: 'pocket-tts',
    packId: pack.id,
    name: pack.name,
    clones: true,
    languages: pack.languages,
    sampleRate: configuration.sampleRate,
    licence: pack.licence,
    credit: pack.credit,
    downloadBytes: packSizeBytes(pack) ?? 0,
    executionProviders,
    graphs,
    ...(processors.length > 0 && { processors }),
    temperature: configuration.temperature,
    streams: true,
    maxPromptSeconds: MAX_PROMPT_SECONDS,
  }
}
