import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import type { Connect, Plugin } from 'vite'
import { modelsFolder } from './fetch-starter-model'

/** Answers below `/models/` from a folder of model files: ranges, lengths, bytes as bytes, 404 for what is missing. */
export function serveModels(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = sirv(folder, {
    // Files are looked up per request: they may be fetched while the server runs.
    dev: true,
    etag: true,
    setHeaders: (response) => {
      response.setHeader('Content-Type', 'application/octet-stream')
    },
  })
  return (request, response) => {
    serve(request, response, () => {
      response.statusCode = 404
      response.setHeader('Content-Type', 'text/plain')
      response.end('no such model file')
    })
  }
}

/** Serves the fetched starter model under the app's own origin in `vite dev` and `vite preview`. */
export function starterModel(folder: string = modelsFolder): Plugin {
  const mount = ({ middlewares, config }: { middlewares: Connect.Server; config: { base: string } }) => {
    middlewares.use(`${config.base}models/`, serveModels(folder))
  }
  return { name: 'myna-starter-model', configureServer: mount, configurePreviewServer: mount }
}
