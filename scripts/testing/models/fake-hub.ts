import { createHash } from 'node:crypto'

const HUB = 'https://huggingface.co'
/** Where the hub sends whoever asks for a large file; here a host of its own, too. */
const STORE = 'https://cas-bridge.xethub.hf.co'

/** A repository as the hub keeps it. */
export interface FakeRepository {
  files: Readonly<Record<string, Uint8Array>>
  gated?: boolean
  /** Whose token opens it, if it is gated. */
  token?: string
}

export interface HubRequest {
  readonly method: string
  readonly url: string
  readonly authorization: string | null
  readonly range: string | null
}

export interface HubAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

/** Files from here on lie in large-file storage: they have a SHA-256 in the listing, and are sent from another host. */
const LARGE_BYTES = 10_000
const EXPOSED = 'X-Error-Code, X-Error-Message, Link, ETag, Content-Range, Content-Length'
const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED, 'Cross-Origin-Resource-Policy': 'cross-origin' }

const hex = (algorithm: string, bytes: Uint8Array | string) => createHash(algorithm).update(bytes).digest('hex')

/**
 * Answers as huggingface.co and its file store do (as of November 2026: huggingface.co/docs/hub/api and huggingface_hub 1.x): revisions,
 * paged listings with the SHA-256 of large files, redirects to another host, ranges, gates, and 401 for what is not there.
 */
export class FakeHub {
  readonly repositories = new Map<string, FakeRepository>()
  /** All that was asked of either host. */
  readonly requests: HubRequest[] = []
  /** Entries on one page of a listing. */
  pageEntries = 1000

  /** The commit of a repository's newest revision. */
  commit(name: string): string {
    const files = Object.entries(this.repositories.get(name)?.files ?? {})
    return hex('sha1', files.map(([path, bytes]) => `${path} ${hex('sha256', bytes)}`).join())
  }

  /** Paths asked of the file store. */
  get stored(): readonly string[] {
    return this.requests.filter(({ method, url }) => method === 'GET' && url.startsWith(STORE)).map(({ url }) => new URL(url).pathname.slice(1))
  }

  answer(request: HubRequest): HubAnswer {
    const { origin, pathname, searchParams } = new URL(request.url)
    if (request.method === 'OPTIONS') {
      return { status: 204, headers: { ...CORS, 'Access-Control-Allow-Headers': 'authorization, range', 'Access-Control-Allow-Methods': 'GET, HEAD' }, body: null }
    }
    this.requests.push(request)
    if (origin === STORE) return this.#fromStore(pathname.slice(1), request)
    const [, repository = '', view, revision = '', rest = ''] =
      /^\/api\/models\/([^/]+\/[^/]+)(?:\/(revision|tree)\/([^/]+)(?:\/(.*))?)?$/.exec(pathname) ?? /^\/([^/]+\/[^/]+)\/(resolve)\/([^/]+)\/(.+)$/.exec(pathname) ?? []
    const found = this.repositories.get(repository)
    const commit = this.commit(repository)
    if (!found) return refusal(401, 'RepoNotFound', 'Invalid username or password.')
    if (request.authorization !== null && request.authorization !== `Bearer ${found.token ?? 'anybody'}`) {
      return refusal(401, null, 'Invalid credentials in Authorization header')
    }
    if (revision !== 'main' && revision !== commit) return refusal(404, 'RevisionNotFound', 'Invalid rev id')
    if (view === 'revision') return json({ id: repository, sha: commit, gated: found.gated ? 'auto' : false, private: false })
    if (view === 'tree') return this.#tree(found, rest, Number(searchParams.get('cursor') ?? 0), request.url)
    const bytes = found.files[rest]
    if (!bytes) return refusal(404, 'EntryNotFound', 'Entry not found')
    if (found.gated && rest !== 'README.md' && request.authorization === null) return refusal(401, 'GatedRepo', 'Access to this model is restricted.')
    if (bytes.length < LARGE_BYTES) return sent(bytes, request)
    return { status: 302, headers: { ...CORS, Location: `${STORE}/${repository}/${rest}` }, body: null }
  }

  #fromStore(path: string, request: HubRequest): HubAnswer {
    const [owner, name, ...rest] = path.split('/')
    const bytes = this.repositories.get(`${owner ?? ''}/${name ?? ''}`)?.files[rest.join('/')]
    return bytes ? sent(bytes, request) : { status: 403, headers: CORS, body: null }
  }

  #tree({ files }: FakeRepository, folder: string, cursor: number, url: string): HubAnswer {
    const entries = Object.entries(files).filter(([path]) => folder === '' || path.startsWith(`${folder}/`)).map(([path, bytes]) => ({
      type: 'file',
      oid: hex('sha1', `blob ${bytes.length}\0${Buffer.from(bytes).toString('latin1')}`),
      size: bytes.length,
      path,
      ...(bytes.length >= LARGE_BYTES && { lfs: { oid: hex('sha256', bytes), size: bytes.length, pointerSize: 134 }, xetHash: hex('sha256', path) }),
    }))
    const end = cursor + this.pageEntries
    const next = new URL(url)
    next.searchParams.set('cursor', String(end))
    return json(entries.slice(cursor, end), end < entries.length ? { Link: `<${next.href}>; rel="next"` } : {})
  }

  /** The hub as a browser sees it: it follows redirects, and shows a token to the first host alone. */
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers)
    init.signal?.throwIfAborted()
    const ask = (url: string, authorization: string | null) => this.answer({ method: init.method ?? 'GET', url, authorization, range: headers.get('range') })
    const url = input instanceof Request ? input.url : String(input)
    let answer = ask(url, headers.get('authorization'))
    const { Location: location } = answer.headers
    if (answer.status === 302 && location !== undefined) answer = ask(location, new URL(location).origin === HUB ? headers.get('authorization') : null)
    return Promise.resolve(new Response(answer.body && Uint8Array.from(answer.body), { status: answer.status, headers: answer.headers }))
  }
}

function sent(bytes: Uint8Array, { method, range }: HubRequest): HubAnswer {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(first ?? 0)
  const end = last ? Math.min(bytes.length, Number(last) + 1) : bytes.length
  const part = bytes.subarray(start, end)
  const headers = { ...CORS, 'Content-Type': 'application/octet-stream', 'Content-Length': String(part.length) }
  if (start >= bytes.length && first !== undefined) return { status: 416, headers: { ...CORS, 'Content-Range': `bytes */${bytes.length}` }, body: null }
  const body = method === 'HEAD' ? null : part
  return first === undefined ? { status: 200, headers, body } : { status: 206, headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}` }, body }
}

function json(value: unknown, headers: Readonly<Record<string, string>> = {}): HubAnswer {
  return { status: 200, headers: { ...CORS, 'Content-Type': 'application/json', ...headers }, body: new TextEncoder().encode(JSON.stringify(value)) }
}

function refusal(status: number, code: string | null, message: string): HubAnswer {
  const error = code === null ? {} : { 'X-Error-Code': code }
  return { status, headers: { ...CORS, ...error, 'X-Error-Message': message, 'Content-Type': 'application/json' }, body: new TextEncoder().encode(JSON.stringify({ error: message })) }
}
