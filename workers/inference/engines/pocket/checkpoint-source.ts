import { checkpointPaths, openPocketCheckpoint, type PocketCheckpoint } from '../../../formats/checkpoint/checkpoint'
import type { CheckpointTensor } from '../../../formats/checkpoint/checkpoint-file'
import { decoderTensors, encoderTensors, languageModelTensors, textTensors, voiceStart } from '../../../formats/checkpoint/checkpoint-tensors'
import { decoderOf, encoderOf, samplesPerFrame, type CodecSizes, type PocketSizes } from '../../../formats/checkpoint/pocket-sizes'
import type { EngineFiles } from '../voice-engine'
import type { PocketConfiguration, TransformerSizes } from './configuration'
import type { PocketPart, PocketSource } from './pocket-source'
import { officialRules, speakingTraits } from './text/speaking-rules'

/** Of all published models; a configuration can say otherwise. */
const SAMPLE_RATE = 24_000
/** Most positions of one run, as in the published bundles: weights set no limit. */
const POSITIONS = 1000
/** Kyutai's limit of tokens that are spoken at once (kyutai-labs/pocket-tts, MAX_TOKEN_PER_CHUNK). */
const TOKENS_PER_CHUNK = 50

const tensorsOf: Readonly<Record<PocketPart, (sizes: PocketSizes) => readonly CheckpointTensor[]>> = {
  'language-model': languageModelTensors,
  'codec-decoder': (sizes) => decoderTensors(decoderOf(sizes)),
  'codec-encoder': (sizes) => encoderTensors(encoderOf(sizes)),
}

/** Of the codec's tensors. */
const isConvolution = (name: string) => /^mimi\.(?:encoder|decoder)\.model\./.test(name)

/** Opens Kyutai's checkpoint, part by part. Errors: `model-missing`, `model-invalid`, `model-mismatch` (names the tensor). */
export async function openCheckpointSource(files: EngineFiles): Promise<PocketSource> {
  const { weights } = checkpointPaths
  const config = checkpointPaths.configs.find((path) => files.has(path))
  const tokenizer = checkpointPaths.tokenizers.find((path) => files.has(path)) ?? checkpointPaths.tokenizers[0]
  const configText = config === undefined ? null : new TextDecoder().decode(await files.read(config))
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
      const [table, projection] = textTensors(sizes)
      const tensors = await file.read(projection ? [table, projection] : [table])
      return { rows: tensors.matrix(table.name), ...(projection && { projection: tensors.matrix(projection.name) }) }
    },
    async read(part, half) {
      const weights = await file.read(tensorsOf[part](sizes).filter(({ name }) => half === undefined || isConvolution(name) === (half === 'convolutions')))
      return { graphs: [], weights: () => weights, drop: () => { weights.drop() } }
    },
  }
}

function configurationOf({ config, sizes }: PocketCheckpoint): PocketConfiguration {
  const { lm, flow, latent, decoder, encoder } = sizes
  const sampleRate = config?.mimi?.sample_rate ?? SAMPLE_RATE
  return {
    sampleRate,
    frameRate: sampleRate / samplesPerFrame(decoder),
    samplesPerFrame: samplesPerFrame(decoder),
    latentDim: latent,
    width: lm.width,
    maxPositions: POSITIONS,
    languageModel: { headWidth: lm.headWidth, kind: flow.kind, layers: Array.from({ length: lm.layers }, (_, layer) => layer) },
    codec: { encoder: transformerOf(encoder), decoder: transformerOf(decoder) },
    ...speakingTraits(config ?? officialRules()),
    maxTokensPerChunk: TOKENS_PER_CHUNK,
  }
}

function transformerOf({ mimi: { layers, heads, context } }: CodecSizes): TransformerSizes {
  return { layers, heads, context }
}
