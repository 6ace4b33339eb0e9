import * as v from 'valibot'

import { MynaError } from '../../../src/shared/protocol/errors'
import { HUB_ORIGIN } from '../../../src/shared/protocol/model-address'
import type { ModelAddress } from './address'
import { ask, fetchSmall, type Remote } from './remote-files'
import { isPlainPath, type SourceFile, type SourceListing } from './source-listing'

/** Answers of the hub's API (huggingface.co/docs/hub/api; names as in huggingface_hub's `ModelInfo` and `RepoFile`). */
const infoSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  gated: v.optional(v.union([v.boolean(), v.string()]), false),
  private: v.optional(v.boolean(), false),
})
const sizeSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const treeSchema = v.array(v.object({
  type: v.string(),
  path: v.string(),
  size: v.optional(sizeSchema),
  lfs: v.optional(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: sizeSchema })),
}))

/** Pages of the listing that are read; each has up to 1000 entries. */
const MOST_PAGES = 10

/** Lists a repository at the newest commit of its branch. Errors: as `ask`; `model-download-failed` for an answer that is none. */
export async function listRepository({ repository, branch, folder }: ModelAddress & { readonly kind: 'repository' }, remote: Remote): Promise<SourceListing> {
  const api = `${HUB_ORIGIN}/api/models/${repository}`
  const info = parsed(infoSchema, `${api}/revision/${encodeURIComponent(branch)}`, await fetchJson(`${api}/revision/${encodeURIComponent(branch)}`, remote))
  const files: SourceFile[] = []
  const tree = `${api}/tree/${info.sha}${folder === '' ? '' : `/${folder.split('/').map(encodeURIComponent).join('/')}`}?recursive=true`
  let next: string | null = tree
  for (let page = 0; next !== null && page < MOST_PAGES; page++) {
    const response = await ask(next, remote)
    for (const { type, path, size, lfs } of parsed(treeSchema, next, await jsonOf(response, next, remote))) {
      if (type === 'file' && isPlainPath(path)) files.push({ path, sizeBytes: lfs?.size ?? size ?? null, sha256: lfs?.oid ?? null })
    }
    next = nextPage(response.headers.get('link'))
  }
  return {
    title: repository,
    maker: repository.split('/')[0] ?? repository,
    base: `${HUB_ORIGIN}/${repository}/resolve/${info.sha}/`,
    page: `${HUB_ORIGIN}/${repository}`,
    revision: info.sha,
    needsToken: info.gated !== false || info.private,
    files,
  }
}

/** `Link: <address>; rel="next"` (RFC 8288), if it leads to the same host. */
function nextPage(link: string | null): string | null {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1]
  return url !== undefined && URL.canParse(url) && new URL(url).origin === HUB_ORIGIN ? url : null
}

async function fetchJson(url: string, remote: Remote): Promise<unknown> {
  return jsonOf(new Response(await fetchSmall(url, remote)), url, remote)
}

async function jsonOf(response: Response, url: string, { signal }: Remote): Promise<unknown> {
  try {
    return await response.json()
  } catch (thrown) {
    signal.throwIfAborted()
    throw new MynaError('model-download-failed', `${url} answers with what is not JSON`, { cause: thrown })
  }
}

function parsed<T extends v.GenericSchema>(schema: T, url: string, input: unknown): v.InferOutput<T> {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw new MynaError('model-download-failed', `${url}: ${v.getDotPath(result.issues[0]) ?? 'the answer'} is not as expected`)
}
