import { MynaError } from '../../../src/shared/protocol/errors'
import { HUB_ORIGIN } from '../../../src/shared/protocol/model-address'
import type { ByteSource } from '../../formats/checkpoint/checkpoint-file'

/** How small parts of what lies at an address are fetched. */
export interface Remote {
  readonly fetch: typeof fetch
  /** Its reason is what a stopped call throws. */
  readonly signal: AbortSignal
}

/** A configuration, a licence, the header of a large model: what is larger is none of these. */
const MOST_BYTES = 16_000_000

/**
 * `fetch` with a person's token, which no other host than Hugging Face is shown. `keepsTokensHome`: the browser takes it off when
 * that host sends a request on to another. Errors: `token-unsafe` where it does not, `token-refused` for what cannot be a token.
 */
export function withToken(fetchPlain: typeof fetch, token: string | null, keepsTokensHome: boolean): typeof fetch {
  if (token === null) return fetchPlain
  if (!keepsTokensHome) throw new MynaError('token-unsafe')
  if (!/^[\x21-\x7e]+$/.test(token)) throw new MynaError('token-refused', 'letters that no token has')
  return (input, init = {}) => {
    const { origin } = new URL(input instanceof Request ? input.url : input)
    if (origin !== HUB_ORIGIN) return fetchPlain(input, init)
    const headers = new Headers(init.headers)
    headers.set('Authorization', `Bearer ${token}`)
    return fetchPlain(input, { ...init, headers })
  }
}

/** Asks for an address. Errors: `address-not-found`, `model-gated`, `token-refused`, `model-download-failed`, why it was stopped. */
export async function ask(url: string, { fetch, signal }: Remote, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { cache: 'no-store', credentials: 'omit', ...init, signal })
  } catch (thrown) {
    signal.throwIfAborted()
    throw new MynaError('model-download-failed', `${url}: ${String(thrown)}`)
  }
  if (response.ok) return response
  await response.body?.cancel()
  throw refusalOf(response, url)
}

/**
 * What Hugging Face means by its answers (huggingface_hub, `hf_raise_for_status`): it says 401 for what is not there, too, lest
 * anybody learn what is private.
 */
export function refusalOf({ status, headers }: Response, url: string): MynaError {
  const detail = `${url}: HTTP ${status}`
  if (headers.get('x-error-code') === 'GatedRepo') return new MynaError('model-gated', detail)
  if (status === 401 && /invalid credentials|token .*expired/i.test(headers.get('x-error-message') ?? '')) return new MynaError('token-refused', detail)
  if ([401, 403, 404, 410].includes(status)) return new MynaError('address-not-found', detail)
  return new MynaError('model-download-failed', detail)
}

/** A small file as a whole. Errors: as `ask`; `model-invalid` where it is large. */
export async function fetchSmall(url: string, remote: Remote, mostBytes = MOST_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  return firstBytes(await ask(url, remote), mostBytes + 1, remote).then((bytes) => {
    if (bytes.length > mostBytes) throw new MynaError('model-invalid', `${url} has more than ${mostBytes} bytes`)
    return bytes
  })
}

/** Reads what is asked for of a file that is not downloaded. A host that knows no ranges is interrupted once it has sent enough. */
export function remoteSource(url: string, size: number, remote: Remote): ByteSource {
  return {
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        if (end - start > MOST_BYTES) throw new MynaError('model-invalid', `${url}: a header of ${end - start} bytes`)
        const response = await ask(url, remote, { headers: { Range: `bytes=${start}-${end - 1}` } })
        const from = response.status === 206 ? start : 0
        const bytes = await firstBytes(response, end - from, remote)
        if (bytes.length < end - from) throw new MynaError('model-truncated', `${url} ended at ${from + bytes.length} of ${end} bytes`)
        return bytes.slice(start - from).buffer
      },
    }),
  }
}

/** Size of a file by its headers; null where the host does not say. A web page in its place is none. Errors: as `ask`. */
export async function remoteSize(url: string, remote: Remote): Promise<number | null> {
  const { headers } = await ask(url, remote, { method: 'HEAD' })
  if (headers.get('content-type')?.startsWith('text/html')) throw new MynaError('address-not-found', `${url}: a web page`)
  const length = headers.get('content-length')
  return length === null || headers.has('content-encoding') ? null : Number(length)
}

async function firstBytes(response: Response, most: number, { signal }: Remote): Promise<Uint8Array<ArrayBuffer>> {
  const reader = (response.body ?? new Blob().stream()).getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let received = 0
  try {
    while (received < most) {
      const { done, value } = await reader.read()
      if (done) break
      pieces.push(value)
      received += value.length
    }
  } catch (thrown) {
    signal.throwIfAborted()
    throw new MynaError('model-download-failed', String(thrown))
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  return new Uint8Array(await new Blob(pieces).slice(0, most).arrayBuffer())
}
