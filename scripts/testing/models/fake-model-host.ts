/** How the next answer for an address goes wrong. Byte counts are of this answer's body. */
export type Fault =
  | { readonly kind: 'offline' }
  | { readonly kind: 'breaks'; readonly afterBytes: number }
  | { readonly kind: 'ends-early'; readonly afterBytes: number }
  | { readonly kind: 'hangs'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'web-page' }
  | { readonly kind: 'wrong-start'; readonly start: number }

export interface SeenRequest {
  readonly url: string
  readonly range: string | null
  readonly init: RequestInit
}

const PIECE_BYTES = 10

/** A web host in memory behind the signature of `fetch`: ranges as in RFC 9110, streamed bodies, faults on demand. */
export class FakeModelHost {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly requests: SeenRequest[] = []
  supportsRange = true
  sendsLength = true
  /** Resolves each time a `hangs` body has sent what it sends. */
  onHang: () => void = () => undefined
  #faults = new Map<string, Fault[]>()

  fail(url: string, ...faults: Fault[]): void {
    this.#faults.set(url, [...(this.#faults.get(url) ?? []), ...faults])
  }

  readonly fetch: typeof fetch = (input, init = {}) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const range = new Headers(init.headers).get('range')
    this.requests.push({ url, range, init })
    const { signal } = init
    if (signal?.aborted) return Promise.reject(new DOMException('aborted', 'AbortError'))
    return new Promise((resolve) => {
      resolve(this.#answer(url, range, signal ?? null))
    })
  }

  #answer(url: string, range: string | null, signal: AbortSignal | null): Response {
    const fault = this.#faults.get(url)?.shift()
    if (fault?.kind === 'offline') throw new TypeError('Failed to fetch')
    if (fault?.kind === 'status') return new Response('no', { status: fault.status })
    if (fault?.kind === 'web-page') return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })
    const whole = this.files.get(url)
    if (!whole) return new Response('not found', { status: 404 })

    const asked = this.supportsRange && range ? Number(/^bytes=(\d+)-$/.exec(range)?.[1]) : null
    if (asked !== null && asked >= whole.length) {
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole.length}` } })
    }
    const start = fault?.kind === 'wrong-start' ? fault.start : (asked ?? 0)
    const body = whole.slice(start)
    const headers = new Headers({ 'content-type': 'application/octet-stream' })
    if (this.sendsLength) headers.set('content-length', String(body.length))
    if (asked !== null) headers.set('content-range', `bytes ${start}-${whole.length - 1}/${whole.length}`)
    return new Response(this.#stream(body, fault, signal), { status: asked === null ? 200 : 206, headers })
  }

  #stream(body: Uint8Array<ArrayBuffer>, fault: Fault | undefined, signal: AbortSignal | null): ReadableStream {
    let at = 0
    const limit = fault && 'afterBytes' in fault ? fault.afterBytes : body.length
    return new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (controller) => {
          signal?.addEventListener('abort', () => {
            controller.error(new DOMException('aborted', 'AbortError'))
          })
        },
        pull: (controller) => {
          if (at < limit) {
            controller.enqueue(body.slice(at, Math.min(at + PIECE_BYTES, limit)))
            at = Math.min(at + PIECE_BYTES, limit)
          } else if (fault?.kind === 'breaks') controller.error(new TypeError('network error'))
          else if (fault?.kind === 'hangs') this.onHang()
          else controller.close()
        },
      },
      { highWaterMark: 0 },
    )
  }
}
