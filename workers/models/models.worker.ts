import * as Comlink from 'comlink'

import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { createCompiledGraphStore } from '../../src/shared/storage/compiled-graphs'
import { createDatabase } from '../../src/shared/storage/database'
import { lendHeldFiles } from '../../src/shared/storage/held-files'
import { keepsOnDevice } from '../../src/shared/storage/kept-database'
import { openModelChanges } from '../../src/shared/storage/model-changes'
import { bytesOf, createModelIndex } from '../../src/shared/storage/model-index'
import { storageEstimate } from '../../src/shared/storage/storage-manager'
import { withPackLock } from '../../src/shared/threads/pack-lock'
import { abortableDelay } from './abortable-delay'
import { chooseByteStore } from './byte-store-choice'
import { createMemoryByteStore } from './memory-byte-store'
import { createModelsService } from './models-service'

declare const self: DedicatedWorkerGlobalScope

const index = createModelIndex(createDatabase())
const changes = openModelChanges()
const memory = createMemoryByteStore()

Comlink.expose(
  createModelsService(async () => ({
    index,
    store: await chooseByteStore(await keepsOnDevice(), memory),
    compiled: createCompiledGraphStore(),
    fetch: (input, init) => fetch(input, init),
    // Nothing tells it directly. Chromium 119 began with both; in Firefox and Safari this is the younger one.
    keepsTokensHome: 'withResolvers' in Promise,
    estimate: storageEstimate,
    withPackLock,
    changes,
    now: () => performance.now(),
    delay: abortableDelay,
  })),
)
lendHeldFiles(async (packId) => {
  const files = []
  for (const record of (await index.records(packId)).values()) {
    const key = bytesOf(record)
    const blob = record.place === 'memory' ? await memory.read(key.packId, key.path) : null
    if (blob) files.push({ record, blob })
  }
  return files
})
holdLifeLock(self)
