import { MynaError, type ErrorCode } from '../shared/protocol/errors'

/** `resume()` stays pending for ever when the browser does not take what happened for a click. */
const RESUME_TIMEOUT_MS = 5000

/** Resumes an audio context; rejects with `code` where the browser leaves the question open. */
export async function startContext(context: Pick<AudioContext, 'resume'>, code: ErrorCode): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new MynaError(code, `the browser did not start sound within ${RESUME_TIMEOUT_MS} ms`))
    }, RESUME_TIMEOUT_MS)
  })
  try {
    await Promise.race([context.resume(), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
