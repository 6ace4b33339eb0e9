import type { EngineFiles } from '../voice-engine'
import type { PocketSource } from './pocket-source'
import { openBundle } from './published/bundle-source'

/** Opens a pack's files, whichever way they were published. Errors: `model-missing`, `model-invalid`. */
export function openPocketSource(files: EngineFiles): Promise<PocketSource> {
  return openBundle(files)
}
