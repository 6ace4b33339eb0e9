import * as Comlink from 'comlink'

import { MynaError } from '../shared/protocol/errors'
import type { ModelsApi } from '../shared/protocol/models'
import { spawnModelsWorker } from '../../workers/addresses'
import type { ModelsService } from './services'
import { createWorkerConnection } from '../shared/threads/worker-connection'

const MANIFEST_URL = 'model-manifest.json'

const cancelLook = (api: Comlink.Remote<ModelsApi>) => api.cancelLook()

export interface ModelsServiceOptions {
  readonly spawn?: () => Worker
  readonly fetch?: typeof fetch
  /** Address that the manifest and relative model sources are resolved against. */
  readonly baseUrl?: string
}

/**
 * The page's handle on the models worker. A call rejects with a `MynaError`; after a crash the new worker is opened at
 * once, so that the listener hears where the packs really stand.
 */
export function createModelsService(options: ModelsServiceOptions = {}): ModelsService {
  const { spawn = spawnModelsWorker, baseUrl = document.baseURI } = options
  const fetchManifest = options.fetch ?? ((input, init) => fetch(input, init))
  let listener: Parameters<ModelsService['open']>[0] = () => undefined
  let opening: ReturnType<ModelsService['open']> | null = null

  const connection = createWorkerConnection<ModelsApi>({
    spawn,
    onRespawn() {
      if (opening) void open()
    },
  })

  function open(): ReturnType<ModelsService['open']> {
    const attempt = readManifest(fetchManifest, baseUrl).then((manifest) =>
      connection.call((api) => api.open(manifest, baseUrl, Comlink.proxy(listener))),
    )
    opening = attempt
    attempt.catch(() => {
      if (opening === attempt) opening = null
    })
    return attempt
  }

  async function call<T>(act: Parameters<typeof connection.call<T>>[0]): Promise<T> {
    await (opening ?? open())
    return connection.call(act)
  }

  /** A call that the worker is asked to stop; it ends when the worker has. */
  async function stoppable<T>(signal: AbortSignal, stop: Parameters<typeof connection.post>[0], act: Parameters<typeof connection.call<T>>[0]): Promise<T> {
    await (opening ?? open())
    if (signal.aborted) throw new MynaError('aborted', 'stopped before it began')
    const cancel = () => { connection.post(stop) }
    signal.addEventListener('abort', cancel)
    try {
      return await connection.call(act)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  return {
    open(onStatus) {
      listener = onStatus
      return open()
    },
    download: (packId, token) => call((api) => api.download(packId, token)),
    pause: (packId) => call((api) => api.pause(packId)),
    remove: (packId) => call((api) => api.remove(packId)),
    verify: (packId) => call((api) => api.verify(packId)),
    setLanguage: (packId, language) => call((api) => api.setLanguage(packId, language)),
    rename: (packId, name) => call((api) => api.rename(packId, name)),
    importFiles: (files, onProgress, signal) =>
      stoppable(signal, (api) => api.cancelImport(), (api) => api.importFiles(files, Comlink.proxy(onProgress))),
    lookAt: (address, token, signal) => stoppable(signal, cancelLook, (api) => api.lookAt(address, token)),
    examine: (address, path, token, signal) => stoppable(signal, cancelLook, (api) => api.examine(address, path, token)),
    addPack: (pack) => call((api) => api.addPack(pack)),
    findUpdate: (packId, token, signal) => stoppable(signal, cancelLook, (api) => api.findUpdate(packId, token)),
    dispose() {
      connection.dispose()
    },
  }
}

async function readManifest(fetchManifest: typeof fetch, baseUrl: string): Promise<unknown> {
  const url = new URL(MANIFEST_URL, baseUrl)
  let response: Response
  try {
    response = await fetchManifest(url)
  } catch (thrown) {
    throw new MynaError('model-download-failed', `${url.href}: ${String(thrown)}`, { cause: thrown })
  }
  if (!response.ok) throw new MynaError('model-not-found', `${url.href}: HTTP ${response.status}`)
  try {
    return await response.json()
  } catch (thrown) {
    throw new MynaError('manifest-invalid', `${url.href} is not JSON`, { cause: thrown })
  }
}
