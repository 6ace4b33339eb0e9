import { MynaError, type ErrorCode } from '../shared/protocol/errors'

/** Names of `getUserMedia`'s exceptions (Media Capture and Streams, section 10.2) and what they mean to a person. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'microphone-denied',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-failed',
  AbortError: 'microphone-failed',
}

/** Turns what the browser throws about a microphone into a code; the unknown is `microphone-failed`. */
export function microphoneError(thrown: unknown): MynaError {
  if (thrown instanceof MynaError) return thrown
  const name = thrown instanceof Error ? thrown.name : ''
  const detail = thrown instanceof Error ? `${name}: ${thrown.message}` : String(thrown)
  return new MynaError(CODES[name] ?? 'microphone-failed', detail, { cause: thrown })
}
