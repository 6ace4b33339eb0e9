import { clientsClaim } from 'workbox-core'
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { fetchHashedAsset, isHashedAsset, keepAssets } from './hashed-asset-cache'
import type { ServiceWorkerMessage } from '../shared/protocol/service-worker'
import { keepShared } from './shared-documents'
import { withSecurityHeaders } from './with-security-headers'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (PrecacheEntry | string)[] }

/** Filled in by the build (see scripts/app/vite-security-headers.ts). */
declare const __SECURITY_HEADERS__: Readonly<Record<string, string>>

const secure = (response: Response) => withSecurityHeaders(response, __SECURITY_HEADERS__)

const scope = new URL('./', self.location.href)
const modelsPath = new URL('models/', scope).pathname

addPlugins([{ handlerWillRespond: ({ response }) => Promise.resolve(secure(response)) }])
precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: 'index.html', ignoreURLParametersMatching: [/./] })
cleanupOutdatedCaches()

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isHashedAsset(url.href),
  async ({ url }) => secure(await fetchHashedAsset(url.href)),
)

// Everything else of ours, except weights: they have their own store, need ranges, and no headers.
registerRoute(
  ({ url, sameOrigin }) =>
    sameOrigin && url.pathname.startsWith(scope.pathname) && !url.pathname.startsWith(modelsPath),
  async ({ request }) => secure(await fetch(request)),
)

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === new URL('share-target', scope).pathname,
  async ({ request }) => {
    await keepShared(request)
    // The page asks for what was shared once it is there.
    return Response.redirect(new URL('./#/document', scope).href, 303)
  },
  'POST',
)

self.addEventListener('message', (event) => {
  const message = event.data as ServiceWorkerMessage
  switch (message.type) {
    case 'SKIP_WAITING':
      void self.skipWaiting()
      break
    case 'KEEP_ASSETS':
      event.waitUntil(keepAssets(message.urls).then((kept) => event.ports[0]?.postMessage(kept)))
      break
  }
})

clientsClaim()
