import { MynaError } from '../../src/shared/protocol/errors'
import type { DiskFile } from '../../src/shared/protocol/models'

/** The files that a model was published as by who trained it. */
export interface CheckpointFiles {
  /** Weights, .safetensors. */
  readonly checkpoint: DiskFile
  /** SentencePiece model. */
  readonly tokenizer: DiskFile
  /** The official configuration as JSON. */
  readonly config: DiskFile | null
}

/**
 * Tells by their names whether the files are a checkpoint; null where they are something else, a bundle above all.
 * Errors: `model-missing` (no tokenizer), `model-mismatch` (more than one of a kind), `model-invalid` (an empty file).
 */
export function findCheckpoint(files: readonly DiskFile[]): CheckpointFiles | null {
  const checkpoint = only(files, '.safetensors')
  if (checkpoint === null || files.some(({ name }) => name === 'bundle.json')) return null
  const tokenizer = only(files, '.model')
  if (tokenizer === null) throw new MynaError('model-missing', `tokenizer.model, which belongs to ${checkpoint.name}`)
  return { checkpoint, tokenizer, config: only(files, '.json') }
}

function only(files: readonly DiskFile[], ending: string): DiskFile | null {
  const [found, another] = files.filter(({ name }) => name.toLowerCase().endsWith(ending))
  if (found && another) throw new MynaError('model-mismatch', `${found.name} and ${another.name}: choose one`)
  if (found?.size === 0) throw new MynaError('model-invalid', `${found.name} is empty`)
  return found ?? null
}
