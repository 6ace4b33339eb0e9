import * as Comlink from 'comlink'
import type { DocumentsApi } from '../../src/shared/protocol/document'
import { outcomeOf } from '../../src/shared/protocol/errors'
import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { readDocument } from './read-document'

declare const self: DedicatedWorkerGlobalScope

const api: DocumentsApi<Blob> = {
  read: (blob, name, onProgress) => outcomeOf(() => readDocument({ blob, name, onProgress })),
}

Comlink.expose(api)
holdLifeLock(self)
