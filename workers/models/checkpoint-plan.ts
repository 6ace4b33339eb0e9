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
  const { weights, ...paths } = checkpointPaths
  for (const [path, from] of [[paths.tokenizer, tokenizer], [paths.config, config], [weights, checkpoint]] as const) {
    if (from) files.push({ path, from, sizeBytes: from.size, sha256: await hashBlob(from, progressOf('Reading', from, call)) })
  }
  const described = files.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }))
  const pack = describeLocalPack(await localId(files), namesOf(config, checkpoint), described)
  return { pack: { ...pack, description: `Pocket TTS, read from ${checkpoint.name}.` }, files }
}

/** Official checkpoints are all called "model"; then a configuration may have the model's name. */
function namesOf(config: DiskFile | null, checkpoint: DiskFile): LocalNames {
  const stems = [config, checkpoint].flatMap((file) => (file ? [file.name.replace(/\.[^.]*$/, '')] : []))
  const name = stems.find((stem) => stem !== 'config' && stem !== 'model') ?? 'Own checkpoint'
  return { name, language: languageTag(name.toLowerCase()) }
}
