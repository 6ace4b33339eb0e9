import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelFile, ModelPack } from '../../src/shared/protocol/model-pack'
import type { DiskFile } from '../../src/shared/protocol/models'
import { hashBlob } from './blob-hash'
import { bundlePaths, describeLocalPack, localId, publishedNames, readBundleNames, type LocalFile, type LocalNames } from './local-pack'

/** A file from disk and the place in a pack that it takes. */
export interface PlannedFile extends LocalFile {
  readonly from: DiskFile
}

export interface ImportPlan {
  /** A pack of the manifest when the files are exactly its files, else one made for them. */
  readonly pack: ModelPack
  readonly files: readonly PlannedFile[]
}

/**
 * Finds out which model the chosen files are. A bundle.json makes them a Pocket TTS bundle; else their names must be those
 * of another pack of the manifest, and their hashes too. `isKept` tells which files need not be given again.
 * Errors: `model-missing` (names what lacks), `model-hash-mismatch`, `model-invalid`, `model-outdated`.
 */
export async function planImport(
  files: readonly DiskFile[],
  packs: readonly ModelPack[],
  isKept: (pack: ModelPack, path: string) => boolean,
): Promise<ImportPlan> {
  const byName = new Map(files.map((file) => [file.name, file]))
  if (byName.has('bundle.json')) return planBundle(byName, packs)
  const pack = packs.find((candidate) => candidate.files.some((file) => given(byName, file)))
  if (!pack) throw new MynaError('model-missing', 'bundle.json, or a file of a model in the list')
  return planPinned(byName, pack, (path) => isKept(pack, path))
}

async function planBundle(byName: ReadonlyMap<string, DiskFile>, packs: readonly ModelPack[]): Promise<ImportPlan> {
  const json = await textOf(byName, 'bundle.json')
  const chosen = bundlePaths(json).map((path) => {
    const names = publishedNames(path)
    const from = names.map((name) => byName.get(name)).find((file) => file !== undefined)
    if (!from) throw new MynaError('model-missing', names.join(' or '))
    return { path, from, ...(from.name !== path && { remotePath: from.name }) }
  })
  const files: PlannedFile[] = []
  for (const file of chosen) files.push({ ...file, ...(await figuresOf(file.from)) })

  return planFound(files, packs, () => readBundleNames(json))
}

/** A pack of the manifest where these are its very files, else one of their own. */
async function planFound(files: readonly PlannedFile[], packs: readonly ModelPack[], readNames: () => LocalNames | Promise<LocalNames>): Promise<ImportPlan> {
  const pinned = packs.find((pack) => isExactly(pack, files))
  if (pinned) return { pack: pinned, files }
  const described = files.map(({ path, remotePath, sizeBytes, sha256 }) => ({ path, ...(remotePath && { remotePath }), sizeBytes, sha256 }))
  return { pack: describeLocalPack(await localId(files), await readNames(), described), files }
}

async function textOf(byName: ReadonlyMap<string, DiskFile>, name: string): Promise<string> {
  const file = byName.get(name)
  if (!file) throw new MynaError('model-missing', name)
  return new TextDecoder().decode(await file.slice().arrayBuffer())
}

async function planPinned(
  byName: ReadonlyMap<string, DiskFile>,
  pack: ModelPack,
  isKept: (path: string) => boolean,
): Promise<ImportPlan> {
  const lacking = pack.files.find((file) => !given(byName, file) && !isKept(file.path))
  if (lacking) throw new MynaError('model-missing', `${lacking.path} (${pack.name})`)
  const files: PlannedFile[] = []
  for (const file of pack.files) {
    const from = given(byName, file)
    if (!from) continue
    const figures = await figuresOf(from)
    if (!matches(file, figures)) {
      throw new MynaError('model-hash-mismatch', `${from.name} is not the published ${file.path} (${pack.name})`)
    }
    files.push({ path: file.path, from, ...figures })
  }
  return { pack, files }
}

function given(byName: ReadonlyMap<string, DiskFile>, file: ModelFile): DiskFile | undefined {
  return byName.get(baseName(file.path)) ?? byName.get(baseName(file.remotePath ?? file.path))
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

async function figuresOf(file: DiskFile): Promise<{ sizeBytes: number; sha256: string }> {
  if (file.size === 0) throw new MynaError('model-invalid', `${file.name} is empty`)
  return { sizeBytes: file.size, sha256: await hashBlob(file) }
}

function matches(file: ModelFile, { sizeBytes, sha256 }: { sizeBytes: number; sha256: string }): boolean {
  return (file.sizeBytes ?? sizeBytes) === sizeBytes && (file.sha256 ?? sha256) === sha256
}

/** Only published hashes make a pack: where one is unknown, the files stay a pack of their own. */
function isExactly(pack: ModelPack, files: readonly PlannedFile[]): boolean {
  return (
    pack.files.length === files.length &&
    pack.files.every(({ path, sha256 }) => files.some((file) => file.path === path && file.sha256 === sha256))
  )
}
