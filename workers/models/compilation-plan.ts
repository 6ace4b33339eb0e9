import { createSHA256, sha256 } from 'hash-wasm'

import type { Progress } from '../../src/shared/protocol/inference'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import type { DiskFile } from '../../src/shared/protocol/models'
import type { PlannedFile } from '../compiler/graph-file'
import { COMPILED_FORMAT } from '../formats/compiled-bundle'
import type { CheckpointFiles } from './checkpoint-files'
import { piecesOf } from './blob-hash'
import { describeLocalPack, languageTag, LOCAL_PACK_PREFIX, publishedNames, type LocalNames } from './local-pack'

/** The app's own packs are read by every device that has no GPU, too. */
const TARGET = 'wasm-int8'

export interface CompilationCall {
  /** Its reason is what a stopped call throws: a `MynaError` with code `aborted`. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

export interface CompilationPlan {
  /** Described but for the hashes, which are not known before its files are made. */
  readonly pack: ModelPack
  readonly files: readonly PlannedFile[]
}

/**
 * Reads what a checkpoint is and checks that nothing of it lacks; its weights are read through once, for the hash. The
 * pack's id comes from the files, so that the same ones are the same pack. Errors: `model-invalid`, `model-mismatch`
 * (names the tensor), `aborted`, and what reading the files throws.
 */
export async function planCompilation({ checkpoint, tokenizer, config }: CheckpointFiles, call: CompilationCall): Promise<CompilationPlan> {
  // Loaded when somebody has a checkpoint: few people do.
  const [{ planBundle }, { readCheckpoint }, { parseModelConfig }] = await Promise.all([
    import('../compiler/bundle-plan'),
    import('../compiler/checkpoint'),
    import('../compiler/model-config'),
  ])
  const names = namesOf(config, checkpoint)
  const tokenizerBytes = new Uint8Array(await tokenizer.slice().arrayBuffer())
  const configText = config ? new TextDecoder().decode(await config.slice().arrayBuffer()) : '{}'
  const files = await planBundle({
    checkpoint: await readCheckpoint(checkpoint),
    tokenizer: tokenizerBytes,
    config: parseModelConfig(configText),
    target: TARGET,
    ...names,
  })
  const contents = [COMPILED_FORMAT, TARGET, names.name, names.language, await sha256(tokenizerBytes), await sha256(configText), await hashAll(checkpoint, call)]
  const id = `${LOCAL_PACK_PREFIX}${(await sha256(contents.join('\n'))).slice(0, 16)}`
  const described = files.map(({ path, sizeBytes }) => {
    // The name says what the numbers in the file are.
    const [published = path] = publishedNames(path)
    return { path, ...(published !== path && { remotePath: published }), sizeBytes, sha256: null }
  })
  const description = `Pocket TTS in 8 bits, compiled on this device from ${checkpoint.name}.`
  return { pack: { ...describeLocalPack(id, names, []), description, files: described }, files }
}

/** Official checkpoints are all called "model"; then a configuration may have the model's name. */
function namesOf(config: DiskFile | null, checkpoint: DiskFile): LocalNames {
  const stems = [config, checkpoint].flatMap((file) => (file ? [file.name.replace(/\.[^.]*$/, '')] : []))
  const name = stems.find((stem) => stem !== 'config' && stem !== 'model') ?? 'Own checkpoint'
  return { name, language: languageTag(name.toLowerCase()) }
}

async function hashAll(file: DiskFile, { signal, onProgress }: CompilationCall): Promise<string> {
  const hasher = await createSHA256()
  hasher.init()
  let readBytes = 0
  for await (const piece of piecesOf(file)) {
    hasher.update(piece)
    readBytes += piece.length
    onProgress({ label: `Reading ${file.name}`, fraction: readBytes / file.size })
    signal.throwIfAborted()
  }
  return hasher.digest('hex')
}
