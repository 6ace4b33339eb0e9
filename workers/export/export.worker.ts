import * as Comlink from 'comlink'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { createExportService } from './export-service'
import { createSinks } from './file-sink'

declare const self: DedicatedWorkerGlobalScope

Comlink.expose(createExportService(() => createSinks(() => self.navigator.storage.getDirectory(), () => self.crypto.randomUUID())))
holdLifeLock(self)
