/**
 * Where the service worker puts documents that were shared to the installed app, and the page takes them: the cache's name, and the header
 * that holds a file's name (percent-encoded).
 */
export const SHARED_DOCUMENTS = { cache: 'myna-shared-documents-v1', nameHeader: 'x-file-name' } as const

/** What the page tells the service worker. `SKIP_WAITING` is the name that workbox-window sends. */
export type ServiceWorkerMessage =
  | { readonly type: 'SKIP_WAITING' }
  /**
   * Addresses of hashed files to keep now, so that they are there without a network before their first use. Answered
   * on the message's port with whether all of them are kept.
   */
  | { readonly type: 'KEEP_ASSETS'; readonly urls: readonly string[] }
