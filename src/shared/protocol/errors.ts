/** Every way in which an act of the app can fail. The words for a person are in `text/wording`. */
export type ErrorCode =
  // recording and prompts
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-failed'
  | 'file-empty'
  | 'file-gone'
  | 'file-not-sound'
  | 'video-without-sound'
  | 'audio-undecodable'
  | 'audio-empty'
  | 'audio-not-numbers'
  | 'audio-too-long'
  | 'audio-too-long-whole'
  | 'audio-too-much'
  | 'audio-amr'
  | 'audio-apple-lossless'
  | 'audio-dictation'
  | 'audio-gsm'
  | 'audio-notes'
  | 'audio-protected'
  | 'audio-wma'
  | 'audio-codec-unsupported'
  | 'prompt-silent'
  | 'prompt-too-short'
  | 'consent-missing'
  | 'voice-missing'
  | 'voice-not-hidden'
  | 'mood-name-unfit'
  | 'mood-too-many'
  | 'mood-kept-already'
  | 'words-mismatch'
  | 'guide-silent'
  | 'guide-too-long'
  | 'guide-mismatch'
  // films
  | 'subtitles-empty'
  | 'film-too-long'
  | 'film-unreadable'
  // text
  | 'text-empty'
  | 'text-unspeakable'
  | 'text-too-long'
  | 'text-script-unsupported'
  // documents
  | 'document-unknown'
  | 'document-old-word'
  | 'document-damaged'
  | 'document-protected'
  | 'document-password'
  | 'document-pictures'
  | 'document-empty'
  | 'document-too-large'
  | 'document-reader-missing'
  // models
  | 'model-unknown'
  | 'model-missing'
  | 'model-not-found'
  | 'model-download-failed'
  | 'model-hash-mismatch'
  | 'model-truncated'
  | 'model-invalid'
  | 'model-mismatch'
  | 'model-outdated'
  | 'manifest-invalid'
  // models by address
  | 'address-invalid'
  | 'address-host-refused'
  | 'address-not-found'
  | 'address-without-model'
  | 'model-gated'
  | 'model-no-encoder'
  | 'model-structure-unknown'
  | 'token-refused'
  | 'token-unsafe'
  // inference
  | 'engine-not-loaded'
  | 'execution-provider-unsupported'
  | 'browser-outdated'
  | 'inference-failed'
  | 'reading-changed'
  | 'generation-runaway'
  | 'position-budget-exceeded'
  | 'out-of-memory'
  | 'device-lost'
  | 'worker-crashed'
  | 'worker-timeout'
  | 'transcription-failed'
  | 'busy-elsewhere'
  // playback
  | 'playback-failed'
  // files out
  | 'encoder-missing'
  | 'export-failed'
  | 'export-too-large'
  | 'cover-unreadable'
  // storage
  | 'storage-full'
  | 'storage-unavailable'
  | 'app-outdated'
  | 'record-missing'
  | 'voice-file-invalid'
  | 'voice-file-too-new'
  | 'project-file-invalid'
  | 'project-file-too-new'
  | 'pronunciations-invalid'
  | 'pronunciations-too-many'
  // control flow and the unexpected
  | 'aborted'
  | 'internal'

/** The part of an error that survives `postMessage`. */
export interface ErrorInfo {
  readonly code: ErrorCode
  /** Facts for the log and the "details" line, in English; never the only thing a person sees. */
  readonly detail: string
}

/** The one error class of the app: a code that the UI can word, and a technical detail. */
export class MynaError extends Error implements ErrorInfo {
  override readonly name = 'MynaError'

  constructor(
    readonly code: ErrorCode,
    readonly detail: string = code,
    options?: { cause?: unknown },
  ) {
    super(`${code}: ${detail}`, options)
  }
}

/**
 * Turns anything thrown into an {@link ErrorInfo}. DOM exceptions that mean "aborted", "disk full" or
 * "allocation failed" get their code; everything unknown becomes `fallback`.
 */
export function errorInfo(thrown: unknown, fallback: ErrorCode = 'internal'): ErrorInfo {
  if (thrown instanceof MynaError) return { code: thrown.code, detail: thrown.detail }
  const name = thrown instanceof Error ? thrown.name : ''
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  if (name === 'AbortError') return { code: 'aborted', detail }
  if (name === 'QuotaExceededError') return { code: 'storage-full', detail }
  if (name === 'RangeError' && /allocation|memory|length/i.test(detail)) return { code: 'out-of-memory', detail }
  if (/bad_alloc|out of memory|memory access out of bounds|failed to allocate/i.test(detail)) {
    return { code: 'out-of-memory', detail }
  }
  return { code: fallback, detail }
}

/** As {@link errorInfo}, but returns something to throw. */
export function toMynaError(thrown: unknown, fallback: ErrorCode = 'internal'): MynaError {
  if (thrown instanceof MynaError) return thrown
  const { code, detail } = errorInfo(thrown, fallback)
  return new MynaError(code, detail, { cause: thrown })
}

/** True when the failure is only the consequence of somebody asking to stop. */
export function isAbort(thrown: unknown): boolean {
  return errorInfo(thrown).code === 'aborted'
}

/** What crosses a thread instead of an exception: comlink would drop the code. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo }

/** Runs `act` and never rejects: failures become the error side of an {@link Outcome}. */
export async function outcomeOf<T>(act: () => Promise<T> | T, fallback: ErrorCode = 'internal'): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await act() }
  } catch (thrown) {
    return { ok: false, error: errorInfo(thrown, fallback) }
  }
}
