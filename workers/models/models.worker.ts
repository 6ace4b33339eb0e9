import * as Comlink from 'comlink'

import { holdLifeLock } from '../../src/shared/threads/life-lock'
import { createCompiledGraphStore } from '../../src/shared/storage/compiled-graphs'
import { createDatabase } from '../../src/shared/storage/database'
import { openModelChanges } from '../../src/shared/storage/model-changes'
import { createModelIndex } from '../../src/shared/storage/model-index'
import { storageEstimate } from '../../src/shared/storage/storage-manager'
import { withPackLock } from '../../src/shared/threads/pack-lock'
import { abortableDelay } from './abortable-delay'
import { chooseByteStore } from './byte-store-choice'
import { createModelsService } from './models-service'

declare const self: DedicatedWorkerGlobalScope

const index = createModelIndex(createDatabase())
const changes = openModelChanges()

Comlink.expose(
  createModelsService(async () => ({
    index,
    store: await chooseByteStore(),
    compiled: createCompiledGraphStore(),
    fetch: (input, init) => fetch(input, init),
    estimate: storageEstimate,
    withPackLock,
    changes,
    now: () => performance.now(),
    delay: abortableDelay,
  })),
)
holdLifeLock(self)
