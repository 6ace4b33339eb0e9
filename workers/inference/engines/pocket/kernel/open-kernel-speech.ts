import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { LoadKernels } from '../../../../kernels/kernels'
import type { Session } from '../../../../runtime/session'
import type { PocketBundle } from '../published/bundle'
import type { Opened } from '../published/graphs'
import type { SpeechModel } from '../language-model/speech-model'
import { embedText } from '../text-embedding'
import { createKernelSpeechModel } from '../language-model/kernel-speech-model'
import { openOnnxWeights } from '../published/weights'
import { speechShape } from './speech-shape'

/**
 * Opens language model and flow on kernels, with the weights in the graphs' files, which may be dropped afterwards.
 * Errors: `model-invalid` for files without the known weights, those of `loadKernels`, `out-of-memory`.
 */
export async function openKernelSpeech(
  loadKernels: LoadKernels,
  bundle: PocketBundle,
  textConditioner: Session,
  files: readonly ArrayBuffer[],
): Promise<Opened<SpeechModel>> {
  const weights = openOnnxWeights(files.map((file) => new Uint8Array(file)))
  if (weights === null) throw new MynaError('model-invalid', 'a file of the language model is no graph')
  const embed = (ids: readonly number[]) => embedText(textConditioner, ids, bundle.conditioning_dim)
  const model = createKernelSpeechModel({ kernels: await loadKernels(), weights, shape: speechShape(bundle), embed })
  // The kernels' memory goes with the model.
  return { value: model, release: () => Promise.resolve() }
}
