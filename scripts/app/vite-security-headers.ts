import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { contentSecurityPolicy, ISOLATION_HEADERS, readPackSources, securityHeaders } from './security-headers'

/**
 * Vite plugin: isolation headers in dev and preview, the Content-Security-Policy as a meta tag of the built page, and
 * all headers as the constant `__SECURITY_HEADERS__`, which the service worker adds where the host does not.
 */
export function securityHeadersPlugin(): Plugin {
  const manifest = readPackSources(resolve(import.meta.dirname, '../../public/model-manifest.json'))
  return {
    name: 'myna:security-headers',
    config: () => ({
      define: { __SECURITY_HEADERS__: JSON.stringify(securityHeaders(manifest)) },
      server: { headers: ISOLATION_HEADERS },
      preview: { headers: securityHeaders(manifest) },
    }),
    transformIndexHtml: {
      order: 'post',
      handler: (html, { server }) => {
        if (server !== undefined) return html
        // Right after the charset, which must lie in the first 1024 bytes, and before anything that loads.
        const tag = `<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(manifest)}" />`
        return html.replace(/<meta charset="[^"]+" ?\/?>/, (charset) => `${charset}\n    ${tag}`)
      },
    },
  }
}
