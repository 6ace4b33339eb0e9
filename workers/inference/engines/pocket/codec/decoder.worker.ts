import * as Comlink from 'comlink'
import { holdLifeLock } from '../../../../../src/shared/threads/life-lock'
import { createDatabase } from '../../../../../src/shared/storage/database'
import { openModelFiles } from '../../../../../src/shared/storage/model-files'
import { createSettingsRepository } from '../../../../../src/shared/storage/settings'
import { createVerdictRepository } from '../../../../../src/shared/storage/verdicts'
import { loadKernels } from '../../../../kernels/kernel-loader'
import { planRuntime } from '../../../../runtime/ort-runtime'
import { createRunQueue } from '../../../../runtime/run-queue'
import { createSessionsOnDemand } from '../../../../runtime/session'
import { openPocketSource } from '../pocket-reader'
import { openDecoderApart } from './decoder-opening'
import { createDecoderService } from './decoder-service'

declare const self: DedicatedWorkerGlobalScope

const runtime = planRuntime({ threads: 1 })
const createSession = createSessionsOnDemand(async () => (await runtime.start()).ort, createRunQueue(), 'wasm')
const verdicts = createVerdictRepository(createSettingsRepository(createDatabase()))

Comlink.expose(
  createDecoderService(async (pack) => {
    const files = await openModelFiles(pack)
    return openDecoderApart({ files, packKey: files.packKey, createSession, loadKernels, verdicts }, await openPocketSource(files))
  }),
)
holdLifeLock(self)
