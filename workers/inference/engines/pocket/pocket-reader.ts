import { MynaError } from '../../../../src/shared/protocol/errors'
import { checkpointPaths } from '../../../formats/checkpoint/checkpoint'
import type { EngineFiles } from '../voice-engine'
import { openCheckpointSource } from './checkpoint-source'
import type { PocketSource } from './pocket-source'
import { openBundle } from './published/bundle-source'

/** What earlier versions of the app kept a model as that was all in one graph. */
const SINGLE_GRAPH = 'model.onnx'

/** Opens a pack's files, whichever way they were published. Errors: `model-missing`, `model-invalid`, `model-mismatch`, `model-outdated`. */
export async function openPocketSource(files: EngineFiles): Promise<PocketSource> {
  if (files.has(checkpointPaths.weights)) return openCheckpointSource(files)
  if (files.has(SINGLE_GRAPH)) throw new MynaError('model-outdated', `${SINGLE_GRAPH} holds a whole model in one graph`)
  return openBundle(files)
}
