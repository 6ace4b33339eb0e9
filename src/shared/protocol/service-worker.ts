/** What the page tells the service worker. `SKIP_WAITING` is the name that workbox-window sends. */
export type ServiceWorkerMessage =
  | { readonly type: 'SKIP_WAITING' }
  /**
   * Addresses of hashed files to keep now, so that they are there without a network before their first use. Answered
   * on the message's port with whether all of them are kept.
   */
  | { readonly type: 'KEEP_ASSETS'; readonly urls: readonly string[] }
