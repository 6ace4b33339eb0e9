import { MynaError } from '../../../src/shared/protocol/errors'
import type { ModelFile, ModelPack, PackOrigin } from '../../../src/shared/protocol/model-pack'
import { checkpointPaths, openPocketCheckpoint } from '../../formats/checkpoint/checkpoint'
import { hashBlob } from '../blob-hash'
import { addedId, bundlePaths, languageTag, publishedNames } from '../local-pack'
import { labelOf, type Candidate } from './found-models'
import type { ModelCard } from './licence'
import { fetchSmall, remoteSize, remoteSource, type Remote } from './remote-files'
import type { SourceFile, SourceListing } from './source-listing'

/** All files of a pack, together: the largest model of the family has a sixth of it. */
const MOST_PACK_BYTES = 8e9
/** Files up to this size are fetched to be pinned where the host does not say their SHA-256. */
const SMALL_BYTES = 16_000_000

export interface Examination {
  readonly address: string
  readonly listing: SourceListing
  readonly candidate: Candidate
  readonly card: ModelCard
  readonly licenceUrl: string
  /** The only model at its address. */
  readonly isAlone: boolean
}

/**
 * Tells from its configuration and the header of its weights whether a model can be run, and describes it as a pack. Errors: those of
 * `fetchSmall`; `model-missing`, `model-no-encoder`, `model-structure-unknown`, `model-invalid`.
 */
export async function examineModel(examination: Examination, remote: Remote): Promise<ModelPack> {
  const { address, listing, candidate, card, licenceUrl, isAlone } = examination
  const files = await (candidate.kind === 'bundle' ? bundleFiles(candidate, listing, remote) : checkpointFiles(candidate, listing, remote))
  const total = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
  if (total > MOST_PACK_BYTES) throw new MynaError('model-invalid', `${total} bytes are more than any model of this kind has`)
  const label = labelOf(candidate.main.path)
  const repository = listing.title.replace(/\/$/, '').split('/').at(-1) ?? listing.title
  const origin: PackOrigin = { address, path: candidate.main.path, revision: listing.revision, needsToken: listing.needsToken }
  return {
    id: await addedId(origin),
    engine: 'pocket-tts',
    name: isAlone ? repository : `${repository}, ${label}`,
    description: 'A Pocket TTS model that you added by its address.',
    languages: [languageOf(`${label} ${candidate.config?.path.split('/').at(-1) ?? ''}`, card)],
    licence: card.licence ?? 'not named by its maker',
    licenceUrl,
    credit: `${listing.maker}: ${listing.title}`,
    terms: '',
    sources: [listing.base],
    files: [...files],
    origin,
  }
}

/** By the publishers' names such as "german_24l", else the one language of the model card. */
function languageOf(names: string, { languages }: ModelCard): string {
  const tag = names.toLowerCase().split(' ').map(languageTag).find((found) => found !== 'und')
  const [first, second] = languages
  return tag ?? (first !== undefined && second === undefined && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(first) ? first : 'und')
}

async function checkpointFiles({ main, tokenizer, config }: Candidate, listing: SourceListing, remote: Remote): Promise<readonly ModelFile[]> {
  const { weights, tokenizers: [model, json], configs: [configJson, configYaml] } = checkpointPaths
  const configBytes = config && (await fetchSmall(listing.base + config.path, remote))
  const pinned = await pin(weights, main, listing, remote)
  if (pinned.sizeBytes === null) throw new MynaError('model-invalid', `the host does not say how large ${main.path} is`)
  await checkStructure(remoteSource(listing.base + main.path, pinned.sizeBytes, remote), configBytes && new TextDecoder().decode(configBytes))
  if (tokenizer === null) throw new MynaError('model-missing', `tokenizer.model or tokenizer.json, which belongs to ${main.path}`)
  return [
    await pin(tokenizer.path.endsWith('.json') ? json : model, tokenizer, listing, remote),
    ...(config ? [await pin(config.path.endsWith('.json') ? configJson : configYaml, config, listing, remote)] : []),
    pinned,
  ]
}

async function checkStructure(source: Parameters<typeof openPocketCheckpoint>[0], config: string | null): Promise<void> {
  try {
    await openPocketCheckpoint(source, config)
  } catch (thrown) {
    if (thrown instanceof MynaError && thrown.code === 'model-mismatch') throw new MynaError('model-structure-unknown', thrown.detail)
    throw thrown
  }
}

async function bundleFiles({ main, beside }: Candidate, listing: SourceListing, remote: Remote): Promise<readonly ModelFile[]> {
  const json = new TextDecoder().decode(await fetchSmall(listing.base + main.path, remote))
  const files: ModelFile[] = []
  for (const path of bundlePaths(json)) {
    const names = publishedNames(path)
    const found = names.map((name) => beside.find((file) => file.path.endsWith(`/${name}`) || file.path === name)).find((file) => file !== undefined)
    if (!found) throw new MynaError(path === 'mimi_encoder.onnx' ? 'model-no-encoder' : 'model-missing', names.join(' or '))
    files.push(await pin(path, found, listing, remote))
  }
  return files
}

/** A file of the pack with the figures that it will be held to; a small one is fetched for them. */
async function pin(path: string, file: SourceFile, { base }: SourceListing, remote: Remote): Promise<ModelFile> {
  const { sha256, sizeBytes } = file
  const described = { path, ...(file.path !== path && { remotePath: file.path }) }
  if (sha256 !== null) return { ...described, sizeBytes, sha256 }
  const size = sizeBytes ?? (await remoteSize(base + file.path, remote))
  if (size === null || size > SMALL_BYTES) return { ...described, sizeBytes: size, sha256: null }
  const bytes = await fetchSmall(base + file.path, remote)
  return { ...described, sizeBytes: bytes.length, sha256: await hashBlob(new Blob([bytes])) }
}
