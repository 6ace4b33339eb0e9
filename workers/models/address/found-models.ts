import { bundleGraphs, publishedNames } from '../local-pack'
import type { SourceFile } from './source-listing'

/** A model as the names of files tell of it. */
export interface Candidate {
  readonly kind: 'checkpoint' | 'bundle'
  /** Its weights, or its bundle.json. */
  readonly main: SourceFile
  /** Null where none was found; a bundle has its own beside it. */
  readonly tokenizer: SourceFile | null
  readonly config: SourceFile | null
  /** What else lies in its folder. */
  readonly beside: readonly SourceFile[]
}

/** Folders of voices that were made ready by a publisher: their tensors are no model. */
const VOICE_FOLDER = /(^|\/)(embeddings?|voices?|speakers?|states?|prompts?)[^/]*\//i

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).toLowerCase()
const isTokenizer = ({ path }: SourceFile) => /^(tokenizer|spm|sentencepiece)[^/]*\.(model|json)$/.test(nameOf(path)) || nameOf(path).endsWith('.model')
const isConfig = ({ path }: SourceFile) => /\.(json|ya?ml)$/.test(nameOf(path)) && !/tokenizer|index\.json$|special_tokens|generation_config|preprocessor|vocab/.test(nameOf(path))

/** Finds models among the files of a repository or folder, in the order of their paths. */
export function findModels(files: readonly SourceFile[]): readonly Candidate[] {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const bundles = sorted.filter(({ path }) => nameOf(path) === 'bundle.json')
  const bundleFolders = new Set(bundles.map(({ path }) => folderOf(path)))
  const weights = sorted.filter(({ path }) => path.endsWith('.safetensors') && !VOICE_FOLDER.test(path) && !bundleFolders.has(folderOf(path)))
  const besideOf = ({ path }: SourceFile) => sorted.filter((file) => folderOf(file.path) === folderOf(path))
  return [
    ...bundles.map((main): Candidate => ({ kind: 'bundle', main, tokenizer: null, config: null, beside: besideOf(main) })),
    ...weights.map((main): Candidate => ({
      kind: 'checkpoint',
      main,
      tokenizer: nearest(main, sorted.filter(isTokenizer)),
      config: configOf(main, sorted.filter(isConfig)),
      beside: besideOf(main),
    })),
  ]
}

/** Of the same folder, else of one above it; of two in one folder that with the same name, then the one that is preferred. */
function nearest({ path }: SourceFile, files: readonly SourceFile[], prefers: (name: string) => boolean = (name) => name === 'tokenizer.model'): SourceFile | null {
  const stem = nameOf(path).replace(/\.[^.]*$/, '')
  for (let folder: string | null = folderOf(path); folder !== null; folder = folder === '' ? null : folderOf(folder.slice(0, -1))) {
    const here = files.filter((file) => folderOf(file.path) === folder)
    const found = here.find((file) => nameOf(file.path).startsWith(`${stem}.`)) ?? here.find((file) => prefers(nameOf(file.path))) ?? here[0]
    if (found) return found
  }
  return null
}

/** The configuration: beside the weights, above them, or anywhere under the name of their folder (`config/german.yaml`). */
function configOf(main: SourceFile, files: readonly SourceFile[]): SourceFile | null {
  const label = labelOf(main.path)
  const named = files.find(({ path }) => nameOf(path).replace(/\.[^.]*$/, '') === label.toLowerCase())
  return named ?? nearest(main, files, (name) => /^config\.(json|ya?ml)$/.test(name))
}

/** What tells a model from others in one repository: its folder's name, else that of its weights. */
export function labelOf(path: string): string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  const folder = folderOf(path).slice(0, -1)
  return (stem === 'model' || stem === 'bundle') && folder !== '' ? folder.slice(folder.lastIndexOf('/') + 1) : stem
}

/** Sum of a model's files, null where one of them is unknown. */
export function sizeOf({ kind, main, tokenizer, config, beside }: Candidate): number | null {
  const graphs = bundleGraphs.flatMap((path) => publishedNames(path).map((name) => beside.find((file) => nameOf(file.path) === name)).find((file) => file !== undefined) ?? [])
  const files = kind === 'bundle' ? [main, ...graphs] : [main, ...[tokenizer, config].filter((file) => file !== null)]
  return files.reduce<number | null>((sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes), 0)
}
