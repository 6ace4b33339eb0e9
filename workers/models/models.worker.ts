import * as Comlink from 'comlink'

import { holdLifeLock } from '../../src/protocol/life-lock'
import { createDatabase } from '../../src/storage/database'
import { openModelChanges } from '../../src/storage/model-changes'
import { createModelIndex } from '../../src/storage/model-index'
import { withPackLock } from '../../src/storage/pack-lock'
import { abortableDelay } from './abortable-delay'
import { chooseByteStore } from './choose-byte-store'
import { createModelsService } from './models-service'

declare const self: DedicatedWorkerGlobalScope

const index = createModelIndex(createDatabase())
const changes = openModelChanges()

Comlink.expose(
  createModelsService(async () => ({
    index,
    store: await chooseByteStore(),
    fetch: (input, init) => fetch(input, init),
    estimate: () => navigator.storage.estimate(),
    withPackLock,
    changes,
    now: () => performance.now(),
    delay: abortableDelay,
  })),
)
holdLifeLock(self)
