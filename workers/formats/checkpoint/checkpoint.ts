import { MynaError } from '../../../src/shared/protocol/errors'
import { openCheckpoint, type ByteSource, type CheckpointFile } from './checkpoint-file'
import { checkpointSizes } from './checkpoint-sizes'
import { decoderTensors, encoderTensors, languageModelTensors, textTensors, voiceStart } from './checkpoint-tensors'
import { parseModelConfig, type ModelConfig } from './model-config'
import { decoderOf, encoderOf, type PocketSizes } from './pocket-sizes'

/** What the files of a checkpoint are called in a pack. */
export const checkpointPaths = {
  weights: 'model.safetensors',
  tokenizers: ['tokenizer.model', 'tokenizer.json'],
  configs: ['config.json', 'config.yaml'],
} as const

/** A Pocket model as Kyutai publishes it. */
export interface PocketCheckpoint {
  readonly file: CheckpointFile
  /** Null where there is none. */
  readonly config: ModelConfig | null
  readonly sizes: PocketSizes
  /** A row announces a voice. Models that were trained without one lack it. */
  readonly announcesVoice: boolean
}

/**
 * Opens the weights and the configuration (JSON or YAML, null where there is none), and checks that every tensor is there in its right
 * shape. Errors: `model-invalid`, `model-mismatch` (names the tensor), `model-no-encoder` (published so that it speaks with given voices only).
 */
export async function openPocketCheckpoint(weights: ByteSource, configText: string | null): Promise<PocketCheckpoint> {
  const config = configText === null ? null : parseModelConfig(configText)
  const file = await openCheckpoint(weights)
  if (file.shapeOf('flow_lm.input_linear.weight') && !file.shapeOf('mimi.encoder.model.0.conv.weight')) {
    throw new MynaError('model-no-encoder', 'the checkpoint has no tensor mimi.encoder.model.0.conv.weight')
  }
  const sizes = checkpointSizes(file, config ?? {})
  const start = voiceStart(sizes)
  const announcesVoice = config?.flow_lm?.insert_bos_before_voice ?? file.shapeOf(start.name) !== undefined
  file.check([...textTensors(sizes), ...(announcesVoice ? [start] : []), ...languageModelTensors(sizes), ...decoderTensors(decoderOf(sizes)), ...encoderTensors(encoderOf(sizes))])
  return { file, config, sizes, announcesVoice }
}
