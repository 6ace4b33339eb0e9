import * as Comlink from 'comlink'
import { holdLifeLock } from '../../../../src/protocol/life-lock'
import { createDatabase } from '../../../../src/storage/database'
import { openModelFiles } from '../../../../src/storage/model-files'
import { createSettingsRepository } from '../../../../src/storage/settings'
import { createVerdictRepository } from '../../../../src/storage/verdicts'
import { loadKernels } from '../../../kernels/load-kernels'
import { planRuntime } from '../../ort-runtime'
import { createRunQueue } from '../../run-queue'
import { createSessionsOnDemand } from '../../session'
import { openDecoder } from './decoder-graph'
import { createDecoderService } from './decoder-service'

declare const self: DedicatedWorkerGlobalScope

const runtime = planRuntime({ threads: 1 })
const createSession = createSessionsOnDemand(async () => (await runtime.start()).ort, createRunQueue(), 'wasm')
const verdicts = createVerdictRepository(createSettingsRepository(createDatabase()))

Comlink.expose(
  createDecoderService(async ({ pack, bundle }) => {
    const files = await openModelFiles(pack)
    return openDecoder({ files, packKey: files.packKey, createSession, loadKernels, verdicts }, bundle)
  }),
)
holdLifeLock(self)
