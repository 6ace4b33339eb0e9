import { createSHA256 } from 'hash-wasm'

import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelPack, PackOrigin } from '../../src/shared/protocol/model-pack'

/** Ids of packs that the person added, from the disk or by address; no pack of the manifest may begin so. */
export const LOCAL_PACK_PREFIX = 'local-'

/** Marks a pack that cannot be fetched. */
const DISK_SOURCE = 'disk:'

/** Contract A of KevinAHM/pocket-tts-onnx, precision suffix left away. */
export const bundleGraphs = ['text_conditioner.onnx', 'mimi_encoder.onnx', 'flow_lm_main.onnx', 'flow_lm_flow.onnx', 'mimi_decoder.onnx']

/**
 * Paths that the Pocket TTS engine asks for. Errors: `model-invalid` when `json` is no bundle.json, `model-outdated` when it is of
 * graphs that an earlier version of the app compiled.
 */
export function bundlePaths(json: string): readonly string[] {
  if ('format' in parseBundleJson(json)) throw new MynaError('model-outdated', 'bundle.json says that its graphs were compiled from a checkpoint')
  return ['bundle.json', 'tokenizer.model', 'bos_before_voice.npy', ...bundleGraphs]
}

/** Published names of one path, the smaller precision first: both may lie in one folder. */
export function publishedNames(path: string): readonly string[] {
  return path.endsWith('.onnx') ? [path.replace(/\.onnx$/, '_int8.onnx'), path] : [path]
}

/** A file of a bundle from disk, hashed. */
export interface LocalFile {
  readonly path: string
  /** Its published name, where that is another: it tells the precision. */
  readonly remotePath?: string
  readonly sizeBytes: number
  readonly sha256: string
}

/**
 * Describes a bundle from disk as a pack. `id` is derived from the content, so that the same files are the same pack.
 */
export function describeLocalPack(id: string, { name, language }: LocalNames, files: readonly LocalFile[]): ModelPack {
  return {
    id,
    engine: 'pocket-tts',
    name: `${name} (from your disk)`,
    description: 'A Pocket TTS bundle that you chose from your disk.',
    languages: [language],
    licence: 'as given by its publisher',
    licenceUrl: '',
    credit: '',
    terms: '',
    sources: [DISK_SOURCE],
    files: [...files],
  }
}

/** The id that comes from the content of the files. */
export async function localId(files: readonly Pick<LocalFile, 'path' | 'sha256'>[]): Promise<string> {
  const hasher = await createSHA256()
  hasher.init()
  for (const { path, sha256 } of files) hasher.update(`${path} ${sha256}\n`)
  return `${LOCAL_PACK_PREFIX}${hasher.digest('hex').slice(0, 16)}`
}

/** The id of a pack from an address: a newer revision is the same pack. */
export async function addedId({ address, path }: PackOrigin): Promise<string> {
  return localId([{ path, sha256: address }])
}

export function isLocalPack(pack: ModelPack): boolean {
  return pack.id.startsWith(LOCAL_PACK_PREFIX)
}

/** First letters of a bundle's language name ("english_2026-04") and their BCP 47 tag. */
const LANGUAGES: readonly (readonly [string, string])[] = [
  ['english', 'en'],
  ['german', 'de'],
  ['spanish', 'es'],
  ['french', 'fr'],
  ['italian', 'it'],
  ['portuguese', 'pt'],
  ['dutch', 'nl'],
]

/** What a bundle from disk is called and which language it speaks (BCP 47, "und" where it does not say). */
export interface LocalNames {
  readonly name: string
  readonly language: string
}

/** The language tag for the publishers' names such as "english_2026-04", or for itself. */
export function languageTag(words: string): string {
  return LANGUAGES.find(([prefix, tag]) => words.startsWith(prefix) || words === tag)?.[1] ?? 'und'
}

/** Errors: `model-invalid` when `json` is no bundle.json. */
export function readBundleNames(json: string): LocalNames {
  const bundle = parseBundleJson(json)
  const name = String(bundle.bundle_name)
  const words = 'language' in bundle ? String(bundle.language) : name
  return { name, language: languageTag(words) }
}

function parseBundleJson(json: string): { readonly bundle_name: unknown; readonly schema_version: unknown } {
  let bundle: unknown
  try {
    bundle = JSON.parse(json)
  } catch (thrown) {
    throw new MynaError('model-invalid', 'bundle.json is not JSON', { cause: thrown })
  }
  if (typeof bundle !== 'object' || bundle === null || !('bundle_name' in bundle && 'schema_version' in bundle)) {
    throw new MynaError('model-invalid', 'bundle.json has no bundle_name and schema_version')
  }
  return bundle
}
