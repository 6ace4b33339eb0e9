import { MynaError } from '../../src/shared/protocol/errors'
import type { HashedPart } from './hashed-part'
import { refusalOf } from './address/remote-files'
import type { FileSource } from './sources'

/** How one attempt at one source ended. */
export type FetchResult =
  /** The source sent all it promised. */
  | { readonly result: 'complete' }
  /** The source does not have the file. */
  | { readonly result: 'elsewhere'; readonly detail: string }
  /** The source has it, for people whom its publisher knows. */
  | { readonly result: 'refused'; readonly error: MynaError }
  /** Worth another attempt; what arrived is kept. */
  | { readonly result: 'failed'; readonly error: MynaError }

export interface FetchOptions {
  readonly fetch: typeof fetch
  readonly signal: AbortSignal
  /** Size that the file must have, or null while unknown. */
  readonly expectedBytes: number | null
  /**
   * SHA-256 that the file must have, or null while unknown: then what comes is believed, and an answer that goes on with a part
   * has to begin with the end of that, for its host may have another file by now.
   */
  readonly expectedSha256: string | null
  /** Told the bytes in the part after each piece. */
  readonly onBytes: (sizeBytes: number) => void
}

/** Answers of hosts that lack a file or do not give it to everybody. */
const NOT_HERE = new Set([401, 403, 404, 410])

/**
 * Appends to `part` what it lacks, asking for a range when there is something already; starts over where that does not join. Rejects only when stopped
 * (`aborted`), when the source holds more than promised (`model-hash-mismatch`), or when the storage refuses.
 */
export async function fetchIntoPart(source: FileSource, part: HashedPart, options: FetchOptions): Promise<FetchResult> {
  const { signal, expectedBytes, expectedSha256 } = options
  const repeated = expectedSha256 === null ? part.tail : new Uint8Array(0)
  const offset = part.sizeBytes - repeated.length
  let response: Response
  try {
    response = await options.fetch(source.url, {
      cache: 'no-store',
      credentials: 'omit',
      headers: offset > 0 ? { Range: `bytes=${offset}-` } : {},
      signal,
    })
  } catch (thrown) {
    return networkFailure(source, thrown, signal)
  }

  const refusal = await unusable(source, response, part, offset, expectedBytes)
  if (refusal) {
    await response.body?.cancel()
    return refusal
  }
  const promisedBytes = expectedBytes ?? announcedBytes(response, response.status === 206 ? offset : 0)
  if (response.status === 200 && part.sizeBytes > 0) await part.restart()

  const reader = (response.body ?? new Blob().stream()).getReader()
  try {
    const joins = await appendAll(source, reader, part, response.status === 206 ? repeated : new Uint8Array(0), options)
    if (!joins) {
      await part.restart()
      return failed('model-download-failed', `${source.url}: has another file by now, started over`)
    }
  } catch (thrown) {
    if (thrown instanceof MynaError) throw thrown
    if (thrown instanceof StorageRefusal) throw thrown.cause
    return networkFailure(source, thrown, signal)
  } finally {
    // A reader of a stream that failed has nothing left to cancel and says so.
    await reader.cancel().catch(() => undefined)
  }
  if (promisedBytes !== null && part.sizeBytes < promisedBytes) {
    return failed('model-truncated', `${source.url} ended after ${part.sizeBytes} of ${promisedBytes} bytes`)
  }
  return { result: 'complete' }
}

/** Appends what comes behind `repeated`; false where the body does not begin with that. Rejects as {@link fetchIntoPart}. */
async function appendAll(
  source: FileSource,
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  part: HashedPart,
  repeated: Uint8Array,
  { expectedBytes, onBytes }: FetchOptions,
): Promise<boolean> {
  for (let awaited = repeated; ; ) {
    const step = await reader.read()
    if (step.done) return awaited.length === 0
    const again = step.value.subarray(0, awaited.length)
    if (again.some((byte, at) => byte !== awaited[at])) return false
    awaited = awaited.subarray(again.length)
    const more = step.value.subarray(again.length)
    if (expectedBytes !== null && part.sizeBytes + more.length > expectedBytes) {
      throw new MynaError('model-hash-mismatch', `${source.url} sends more than ${expectedBytes} bytes`)
    }
    await storing(() => part.append(more))
    onBytes(part.sizeBytes)
  }
}

/** Everything that is not a body to append; null when it is one. */
async function unusable(
  source: FileSource,
  response: Response,
  part: HashedPart,
  offset: number,
  expectedBytes: number | null,
): Promise<FetchResult | null> {
  const { status } = response
  if (NOT_HERE.has(status)) {
    const error = refusalOf(response, source.url)
    const isPersonal = error.code === 'model-gated' || error.code === 'token-refused'
    return isPersonal ? { result: 'refused', error } : { result: 'elsewhere', detail: error.detail }
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    const detail = `${source.url}: a web page instead of the file`
    return source.own ? { result: 'elsewhere', detail } : failed('model-download-failed', detail)
  }
  if (status === 416) {
    // Nothing lies behind what we have: either that is all there is, or our part is of another file.
    if (rangeOf(response).total === part.sizeBytes) {
      if (expectedBytes === null) return { result: 'complete' }
      return failed('model-truncated', `${source.url} holds only ${part.sizeBytes} of ${expectedBytes} bytes`)
    }
    await part.restart()
    return failed('model-download-failed', `${source.url}: the stored part did not fit, started over`)
  }
  if (status === 206) {
    const { start } = rangeOf(response)
    if (start === null || start === offset) return null
    await part.restart()
    return failed('model-download-failed', `${source.url}: answered from byte ${start}, started over`)
  }
  return status === 200 ? null : failed('model-download-failed', `${source.url}: HTTP ${status}`)
}

/** `Content-Range: bytes 5-9/10`, an asterisk for what is not known (RFC 9110, 14.4); not every host lets us see it. */
function rangeOf(response: Response): { start: number | null; total: number | null } {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '')
  const toNumber = (digits: string | undefined) => (digits === undefined || digits === '*' ? null : Number(digits))
  return { start: toNumber(match?.[1]), total: toNumber(match?.[2]) }
}

/** Whole size as the answer announces it. Under a content encoding the length counts other bytes than we receive. */
function announcedBytes(response: Response, offset: number): number | null {
  const length = response.headers.get('content-length')
  if (length === null || response.headers.has('content-encoding')) return rangeOf(response).total
  return offset + Number(length)
}

/** Marks what the storage throws, to tell it from what the network throws. */
class StorageRefusal extends Error {}

async function storing(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (thrown) {
    throw new StorageRefusal('the storage refused', { cause: thrown })
  }
}

function networkFailure(source: FileSource, thrown: unknown, signal: AbortSignal): FetchResult {
  if (signal.aborted) throw new MynaError('aborted', 'the download was paused')
  return failed('model-download-failed', `${source.url}: ${String(thrown)}`)
}

function failed(code: 'model-download-failed' | 'model-truncated', detail: string): FetchResult {
  return { result: 'failed', error: new MynaError(code, detail) }
}
