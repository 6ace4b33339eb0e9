import type { DiskFile } from '../../src/shared/protocol/models'
import { checkpointPaths, openPocketCheckpoint } from '../formats/checkpoint/checkpoint'
import { hashBlob } from './blob-hash'
import type { CheckpointFiles } from './checkpoint-files'
import { progressOf, type ImportCall } from './import-call'
import type { ImportPlan, PlannedFile } from './import-plan'
import { describeLocalPack, languageTag, localId, type LocalNames } from './local-pack'

/**
 * Checks that nothing of a checkpoint is missing and that it is a model that can be run; then its weights are read through once, for
 * the hash. Errors: `model-invalid`, `model-mismatch` (names the tensor), `aborted`, and what reading the files throws.
 */
export async function planCheckpoint({ checkpoint, tokenizer, config }: CheckpointFiles, call: ImportCall): Promise<ImportPlan> {
  await openPocketCheckpoint(checkpoint, config && new TextDecoder().decode(await config.slice().arrayBuffer()))
  const files: PlannedFile[] = []
  const { weights, tokenizers, configs } = checkpointPaths
  for (const [path, from] of [[pathOf(tokenizer, tokenizers), tokenizer], [pathOf(config, configs), config], [weights, checkpoint]] as const) {
    if (from) files.push({ path, from, sizeBytes: from.size, sha256: await hashBlob(from, progressOf('Reading', from, call)) })
  }
  const described = files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }))
  const pack = describeLocalPack(await localId(files), namesOf(config, checkpoint), described)
  return { pack: { ...pack, description: `Pocket TTS, read from ${checkpoint.name}.` }, files }
}

/** What a file is called in a pack: the one of these names with its ending. */
function pathOf(file: DiskFile | null, [usual, other]: readonly [usual: string, other: string]): string {
  const ending = file?.name.toLowerCase().replace(/^.*\./, '').replace('yml', 'yaml')
  return ending !== undefined && other.endsWith(`.${ending}`) ? other : usual
}

/** Official checkpoints are all called "model"; then a configuration may have the model's name. */
function namesOf(config: DiskFile | null, checkpoint: DiskFile): LocalNames {
  const stems = [config, checkpoint].flatMap((file) => (file ? [file.name.replace(/\.[^.]*$/, '')] : []))
  const name = stems.find((stem) => stem !== 'config' && stem !== 'model') ?? 'Own checkpoint'
  return { name, language: languageTag(name.toLowerCase()) }
}
