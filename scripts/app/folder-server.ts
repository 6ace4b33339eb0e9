import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'

/** Vite puts a content hash into the names of everything in assets/. */
const HASHED = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/

function setHeaders(response: ServerResponse, pathname: string): void {
  response.setHeader('Accept-Ranges', 'bytes')
  response.setHeader('Cache-Control', HASHED.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (/\.(onnx|bin|model)$/.test(pathname)) response.setHeader('Content-Type', 'application/octet-stream')
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end('Not found\n')
}

/**
 * Answers from a folder of built or model files as a good host would: byte ranges, exact lengths, no compression, long
 * caching of hashed files only, and 404 for what does not exist (never the page instead).
 */
export function serveFolder(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  // `dev` reads the disk at every request: models and builds may appear while the server runs.
  const serve = sirv(folder, { dev: true, etag: true, setHeaders })
  return (request, response) => {
    serve(request, response, () => { notFound(response) })
  }
}
