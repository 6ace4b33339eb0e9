import type { MynaError} from '../../src/shared/protocol/errors';
import { toMynaError } from '../../src/shared/protocol/errors'

/** Where transformers.js believes its models to lie; nothing is ever fetched from there. */
export const KEPT_MODELS = 'kept-models:/'

/** Reads one file of the pack; `has` tells which files there are. */
export interface KeptFiles {
  has(path: string): boolean
  read(path: string): Promise<ArrayBuffer>
}

/** The cache that transformers.js asks for files, in front of the app's own store. */
export interface KeptModelCache {
  match(request: string): Promise<Response | undefined>
  put(): Promise<void>
  /** What reading a file failed with, if it did: transformers.js only says that a file is not there. */
  failure(): MynaError | null
}

/** Serves `files` as the model named `model`. Requests for anything else find nothing. */
export function createKeptModelCache(model: string, files: KeptFiles): KeptModelCache {
  const prefix = `${KEPT_MODELS}${model}/`
  let failure: MynaError | null = null
  return {
    async match(request) {
      if (!request.startsWith(prefix)) return undefined
      const path = request.slice(prefix.length)
      if (!files.has(path)) return undefined
      try {
        const bytes = await files.read(path)
        return new Response(bytes, { headers: { 'Content-Length': String(bytes.byteLength) } })
      } catch (thrown) {
        failure ??= toMynaError(thrown, 'model-missing')
        throw thrown
      }
    },
    put: () => Promise.resolve(),
    failure: () => failure,
  }
}
