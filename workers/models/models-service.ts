import { outcomeOf } from '../../src/shared/protocol/errors'
import type { ModelsApi } from '../../src/shared/protocol/models'
import { withStorageErrors } from '../../src/shared/storage/storage-errors'
import { createPackRegistry, type PackRegistry } from './pack-registry'
import type { ModelsEnvironment } from './models-environment'

/**
 * The models worker's API: failures cross the thread as outcomes. The environment is made at the first call and again
 * after it could not be made, so that a refused storage is an answer, not a dead worker.
 */
export function createModelsService(environment: () => Promise<ModelsEnvironment>): ModelsApi {
  let registry: Promise<PackRegistry> | null = null

  async function opened(): Promise<PackRegistry> {
    registry ??= environment().then(createPackRegistry)
    try {
      return await registry
    } catch (thrown) {
      registry = null
      throw thrown
    }
  }

  const answer = <T>(act: (registry: PackRegistry) => Promise<T>) =>
    outcomeOf(() => withStorageErrors(async () => act(await opened())))

  return {
    open: (manifest, baseUrl, onStatus) => answer((packs) => packs.open(manifest, baseUrl, onStatus)),
    download: (packId, token) => answer((packs) => packs.download(packId, token)),
    pause: (packId) => answer((packs) => packs.pause(packId)),
    remove: (packId) => answer((packs) => packs.remove(packId)),
    verify: (packId) => answer((packs) => packs.verify(packId)),
    importFiles: (files, onProgress) => answer((packs) => packs.importFiles(files, onProgress)),
    setLanguage: (packId, language) => answer((packs) => packs.setLanguage(packId, language)),
    rename: (packId, name) => answer((packs) => packs.rename(packId, name)),
    lookAt: (address, token) => answer((packs) => packs.lookAt(address, token)),
    examine: (address, path, token) => answer((packs) => packs.examine(address, path, token)),
    addPack: (pack) => answer((packs) => packs.addPack(pack)),
    findUpdate: (packId, token) => answer((packs) => packs.findUpdate(packId, token)),
    cancelLook() {
      registry?.then((packs) => { packs.cancelLook() }, () => undefined)
    },
    cancelImport() {
      // Where nothing could be opened, nothing is being taken: whoever asked for that has been told.
      registry?.then((packs) => { packs.cancelImport() }, () => undefined)
    },
  }
}
