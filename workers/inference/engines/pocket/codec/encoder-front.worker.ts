import * as Comlink from 'comlink'
import { holdLifeLock } from '../../../../../src/shared/threads/life-lock'
import { openModelFiles } from '../../../../../src/shared/storage/model-files'
import { loadKernels } from '../../../../kernels/kernel-loader'
import { createEncoderFrontService } from './encoder-front-service'
import { openEncoderFront } from '../kernel/codec-graphs'
import { readGraph } from '../published/graphs'

declare const self: DedicatedWorkerGlobalScope

Comlink.expose(
  createEncoderFrontService(async ({ pack, bundle }) => {
    const file = await readGraph({ files: await openModelFiles(pack) }, 'mimi_encoder')
    return (await openEncoderFront(loadKernels, bundle, file)).value
  }),
)
holdLifeLock(self)
