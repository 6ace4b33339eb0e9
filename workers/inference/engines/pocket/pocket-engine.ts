import type { EngineDescription } from '../../../../src/shared/protocol/engine'
import { packSizeBytes } from '../../../../src/shared/protocol/model-pack'
import type { EngineContext, VoiceEngine } from '../voice-engine'
import { loadFusedModel } from './fused/fused-model'
import type { LoadedModel } from './loaded-model'
import { readAloud } from './reading'
import { loadStagedModel } from './staged-model'
import { MAX_PROMPT_SECONDS, prepareVoice } from './voice-preparation'

/**
 * Pocket TTS (Kyutai, 100 M parameters): a true clone. Prompt → codec encoder → voice state; text → language model →
 * flow → codec decoder, streamed. All sizes come from the pack: bundle.json where the ONNX export has a graph per stage
 * (contract A), manifest.json where one graph does everything (contract C).
 *
 * Errors: `model-missing`, `model-invalid`, `model-mismatch`, `out-of-memory`, and `execution-provider-unsupported` for
 * quantised graphs that are to run on the GPU.
 */
export async function createPocketEngine(context: EngineContext): Promise<VoiceEngine> {
  const model = await (isFused(context) ? loadFusedModel(context) : loadStagedModel(context))
  return {
    get description() {
      return describe(context, model)
    },
    prepareVoice: (prompt, call) => prepareVoice(context, model, prompt, call),
    processorOf: (stage) => model.processorOf?.(stage) ?? 'wasm',
    speak: (request, call) => readAloud(context, model, request, call),
    release: () => model.release(),
  }
}

/** Whoever has both files has a bundle, and beside it the list by which it was hosted. */
function isFused({ files }: EngineContext): boolean {
  return files.has('manifest.json') && !files.has('bundle.json')
}

function describe({ pack }: EngineContext, { bundle, graphs, executionProviders, processors }: LoadedModel): EngineDescription {
  return {
    engineId: 'pocket-tts',
    packId: pack.id,
    name: pack.name,
    clones: true,
    languages: pack.languages,
    sampleRate: bundle.sample_rate,
    licence: pack.licence,
    credit: pack.credit,
    downloadBytes: packSizeBytes(pack) ?? 0,
    executionProviders,
    graphs,
    ...(processors && { processors }),
    streams: true,
    maxPromptSeconds: MAX_PROMPT_SECONDS,
  }
}
