import * as Comlink from 'comlink'
import { openModelFiles } from '../../../../../src/shared/storage/model-files'
import { holdLifeLock } from '../../../../../src/shared/threads/life-lock'
import { loadKernels } from '../../../../kernels/kernel-loader'
import { openPocketSource } from '../pocket-reader'
import { withFiles } from '../pocket-source'
import { createEncoderFront } from './encoder-front'
import { createEncoderFrontService } from './encoder-front-service'

declare const self: DedicatedWorkerGlobalScope

Comlink.expose(
  createEncoderFrontService(async (pack) => {
    const source = await openPocketSource(await openModelFiles(pack))
    return withFiles(() => source.read('codec-encoder', 'convolutions'), async (part) => createEncoderFront(await loadKernels(), part.weights(), source.configuration.samplesPerFrame))
  }),
)
holdLifeLock(self)
