import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readPackSources, securityHeaders } from './security-headers'
import { notFound, serveFolder } from './folder-server'

export interface ServeOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** Loopback by default: the microphone and service workers need a secure context, and `localhost` is one. */
  readonly host?: string
  /** Folder of the built app. */
  readonly dist: string
  /** Folder served at /models/. */
  readonly models?: string
  /** More folders by URL prefix, e.g. `{'/fixtures/': 'scripts/fixtures/audio'}`. */
  readonly extraMounts?: Readonly<Record<string, string>>
  /** Path prefix of the app, as on a project page of a static host. Ends with a slash. */
  readonly base?: string
  /** Send no isolation headers and no policy, as a plain static host does. */
  readonly plain?: boolean
  /** Sees every request first; returns true when it has answered (to make bad days in tests). */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
}

export interface RunningServer {
  /** Address of the app, with a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the built app as a good host would: isolation headers and the policy, and files as `folder-server.ts` does.
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { port, host = 'localhost', dist, base = '/', models, extraMounts = {}, plain = false, intercept } = options
  const manifestPath = resolve(dist, 'model-manifest.json')
  if (!existsSync(manifestPath)) throw new Error(`${dist} holds no built app: run npm run build first.`)
  const headers = plain ? {} : securityHeaders(readPackSources(manifestPath))

  const mounts = Object.entries({ ...extraMounts, ...(models === undefined ? {} : { [`${base}models/`]: models }) })
  const handlers = mounts.map(([prefix, folder]) => ({ prefix, handle: serveFolder(folder) }))
  handlers.push({ prefix: base, handle: serveFolder(dist) })

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (intercept?.(request, response) === true) return
    const url = request.url ?? '/'
    const match = handlers.find(({ prefix }) => url.startsWith(prefix))
    if (match === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      notFound(response)
      return
    }
    request.url = url.slice(match.prefix.length - 1)
    match.handle(request, response)
  })

  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, host, listening)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://localhost:${address.port}${base}`,
    close: () =>
      new Promise((closed, failed) => {
        server.close((error) => {
          if (error === undefined) closed()
          else failed(error)
        })
        server.closeAllConnections()
      }),
  }
}
