import { MynaError } from '../../src/shared/protocol/errors'
import type { DiskFile } from '../../src/shared/protocol/models'

/** The files that a model was published as by who trained it. */
export interface CheckpointFiles {
  /** Weights, .safetensors. */
  readonly checkpoint: DiskFile
  /** SentencePiece model, or the same as tokenizer.json. */
  readonly tokenizer: DiskFile
  /** The official configuration, JSON or YAML. */
  readonly config: DiskFile | null
}

/**
 * Tells by their names whether the files are a checkpoint; null where they are something else, a bundle above all.
 * Errors: `model-missing` (no tokenizer), `model-mismatch` (more than one of a kind), `model-invalid` (an empty file).
 */
export function findCheckpoint(files: readonly DiskFile[]): CheckpointFiles | null {
  const checkpoint = only(files, (name) => name.endsWith('.safetensors'))
  if (checkpoint === null || files.some(({ name }) => name === 'bundle.json')) return null
  const tokenizer = only(files, (name) => name.endsWith('.model')) ?? only(files, isTokenizerJson)
  if (tokenizer === null) throw new MynaError('model-missing', `tokenizer.model or tokenizer.json, which belongs to ${checkpoint.name}`)
  return { checkpoint, tokenizer, config: only(files, (name) => /\.(json|ya?ml)$/.test(name) && !isTokenizerJson(name)) }
}

const isTokenizerJson = (name: string) => /tokenizer[^/]*\.json$/.test(name)

function only(files: readonly DiskFile[], isWanted: (name: string) => boolean): DiskFile | null {
  const [found, another] = files.filter(({ name }) => isWanted(name.toLowerCase()))
  if (found && another) throw new MynaError('model-mismatch', `${found.name} and ${another.name}: choose one`)
  if (found?.size === 0) throw new MynaError('model-invalid', `${found.name} is empty`)
  return found ?? null
}
