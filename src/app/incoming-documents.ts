import { SHARED_DOCUMENTS } from '../shared/protocol/service-worker'

/** Files that the system opens with the installed app (File Handling API; not in TypeScript's library yet). */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemFileHandle[] }) => void): void
}

declare global {
  interface Window {
    readonly launchQueue?: LaunchQueue
  }
}

/**
 * Shows the page of documents and gives `onDocument` what comes from outside: what was shared to the app, now or while it was closed,
 * and the first of the files that were opened with it.
 */
export async function listenForDocuments(onDocument: (file: Blob, name: string) => void): Promise<void> {
  const show = (file: Blob, name: string) => {
    window.location.hash = '#/document'
    onDocument(file, name)
  }
  window.launchQueue?.setConsumer(({ files = [] }) => {
    void files[0]?.getFile().then((file) => { show(file, file.name) }, () => undefined)
  })
  const shared = await takeShared()
  if (shared) show(shared.file, shared.name)
}

/** Null where nothing was shared, or the browser has no caches. What is taken is gone from there. */
async function takeShared(): Promise<{ readonly file: Blob; readonly name: string } | null> {
  try {
    const cache = await caches.open(SHARED_DOCUMENTS.cache)
    const response = await cache.match('document')
    await caches.delete(SHARED_DOCUMENTS.cache)
    return response ? { file: await response.blob(), name: decodeURIComponent(response.headers.get(SHARED_DOCUMENTS.nameHeader) ?? '') } : null
  } catch {
    // Without caches nothing can have been shared.
    return null
  }
}
