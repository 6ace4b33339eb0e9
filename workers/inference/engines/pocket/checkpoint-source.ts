import { checkpointPaths, openPocketCheckpoint, type PocketCheckpoint } from '../../../formats/checkpoint/checkpoint'
import type { CheckpointTensor } from '../../../formats/checkpoint/checkpoint-file'
import { decoderTensors, encoderTensors, languageModelTensors, textTable, voiceStart } from '../../../formats/checkpoint/checkpoint-tensors'
import { samplesPerFrame, type PocketSizes } from '../../../formats/checkpoint/pocket-sizes'
import type { EngineFiles } from '../voice-engine'
import type { PocketConfiguration } from './configuration'
import type { PocketPart, PocketSource } from './pocket-source'

/** Of all published models; a configuration can say otherwise. */
const SAMPLE_RATE = 24_000
/** Most positions of one run, as in the published bundles: weights set no limit. */
const POSITIONS = 1000
/** Kyutai's limit of tokens that are spoken at once (kyutai-labs/pocket-tts, MAX_TOKEN_PER_CHUNK). */
const TOKENS_PER_CHUNK = 50

const tensorsOf: Readonly<Record<PocketPart, (sizes: PocketSizes) => readonly CheckpointTensor[]>> = {
  'language-model': languageModelTensors,
  'codec-decoder': decoderTensors,
  'codec-encoder': encoderTensors,
}

/** Opens Kyutai's checkpoint, part by part. Errors: `model-missing`, `model-invalid`, `model-mismatch` (names the tensor). */
export async function openCheckpointSource(files: EngineFiles): Promise<PocketSource> {
  const { weights, tokenizer, config } = checkpointPaths
  const configText = files.has(config) ? new TextDecoder().decode(await files.read(config)) : null
  const checkpoint = await openPocketCheckpoint(await files.blob(weights), configText)
  const { file, sizes } = checkpoint
  return {
    configuration: configurationOf(checkpoint),
    bundle: null,
    readTokenizer: () => files.read(tokenizer),
    async readVoiceStart() {
      if (!checkpoint.announcesVoice) return new Float32Array(0)
      const start = voiceStart(sizes)
      return (await file.read([start])).tensor(start.name).values
    },
    async readTextTable() {
      const table = textTable(sizes)
      return (await file.read([table])).matrix(table.name)
    },
    async read(part) {
      const weights = await file.read(tensorsOf[part](sizes))
      return { graphs: [], weights: () => weights, drop: () => { weights.drop() } }
    },
  }
}

function configurationOf({ config, sizes }: PocketCheckpoint): PocketConfiguration {
  const { lm, latent, mimi } = sizes
  const sampleRate = config.mimi?.sample_rate ?? SAMPLE_RATE
  const transformer = { layers: mimi.layers, heads: mimi.heads }
  return {
    sampleRate,
    frameRate: sampleRate / samplesPerFrame(sizes),
    samplesPerFrame: samplesPerFrame(sizes),
    latentDim: latent,
    width: lm.width,
    maxPositions: POSITIONS,
    languageModel: { heads: lm.heads, headWidth: lm.width / lm.heads, layers: Array.from({ length: lm.layers }, (_, layer) => layer) },
    codec: { encoder: transformer, decoder: transformer },
    removeSemicolons: config.remove_semicolons ?? false,
    framesAfterEnd: config.model_recommended_frames_after_eos ?? null,
    maxTokensPerChunk: TOKENS_PER_CHUNK,
  }
}
