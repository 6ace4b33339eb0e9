import { ALL_FORMATS, BlobSource, Input } from 'mediabunny'
import { MynaError } from '../../shared/protocol/errors'

/** How long a video or sound file lasts, in seconds, without decoding it. Errors: `film-unreadable`. */
export async function readFilmSeconds(file: Blob): Promise<number> {
  const input = new Input({ source: new BlobSource(file, { handleUnhandledError: () => undefined }), formats: ALL_FORMATS })
  try {
    const seconds = await input.computeDuration()
    if (seconds > 0) return seconds
    throw new MynaError('film-unreadable', `a length of ${seconds} s`)
  } catch (thrown) {
    throw thrown instanceof MynaError ? thrown : new MynaError('film-unreadable', String(thrown))
  } finally {
    input.dispose()
  }
}
