import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import sirv, { type RequestHandler } from 'sirv'
import { readPackSources, securityHeaders } from './security-headers'

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

/** Vite puts a content hash into the names of everything in assets/. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/

function setHeaders(response: ServerResponse, pathname: string): void {
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('Cache-Control', HASHED.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (/\.(onnx|bin|model)$/.test(pathname)) response.setHeader('Content-Type', 'application/octet-stream')
}

function folderHandler(folder: string): RequestHandler {
  // `dev` reads the disk at every request: models and builds may appear while the server runs.
  return sirv(folder, { dev: true, etag: true, setHeaders })
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end('Not found\n')
}

/**
 * Serves the built app as a good host would: isolation headers, the policy, byte ranges, exact lengths, no compression
 * of weights, long caching of hashed files only, and 404 for what does not exist (never the page instead).
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { port, host = 'localhost', dist, base = '/', models, extraMounts = {}, plain = false, intercept } = options
  const manifestPath = resolve(dist, 'model-manifest.json')
  if (!existsSync(manifestPath)) throw new Error(`${dist} holds no built app: run npm run build first.`)
  const headers = plain ? {} : securityHeaders(readPackSources(manifestPath))

  const mounts = Object.entries({ ...extraMounts, ...(models === undefined ? {} : { [`${base}models/`]: models }) })
  const handlers = mounts.map(([prefix, folder]) => ({ prefix, handle: folderHandler(folder) }))
  handlers.push({ prefix: base, handle: folderHandler(dist) })

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
    match.handle(request, response, () => {
      notFound(response)
    })
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
