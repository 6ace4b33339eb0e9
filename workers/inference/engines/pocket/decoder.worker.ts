import * as Comlink from 'comlink'
import { holdLifeLock } from '../../../../src/protocol/life-lock'
import { createDatabase } from '../../../../src/storage/database'
import { openModelFiles } from '../../../../src/storage/model-files'
import { createSettingsRepository } from '../../../../src/storage/settings'
import { createVerdictRepository } from '../../../../src/storage/verdicts'
import { loadKernels } from '../../../kernels/load-kernels'
import { startRuntime } from '../../ort-runtime'
import { createRunQueue } from '../../run-queue'
import { createSessionFactory } from '../../session'
import { openDecoder } from './decoder-graph'
import { createDecoderService } from './decoder-service'

declare const self: DedicatedWorkerGlobalScope

const verdicts = createVerdictRepository(createSettingsRepository(createDatabase()))

Comlink.expose(
  createDecoderService(async ({ pack, bundle }) => {
    const [files, { ort }] = await Promise.all([openModelFiles(pack), startRuntime({ threads: 1 })])
    const createSession = createSessionFactory(ort, createRunQueue(), 'wasm')
    return openDecoder({ files, packKey: files.packKey, createSession, loadKernels, verdicts }, bundle)
  }),
)
holdLifeLock(self)
