import type { Connect, Plugin } from 'vite'
import { modelsFolder } from './fetch-starter-model'
import { serveFolder } from './folder-server'

/** Serves the fetched starter model under the app's own origin in `vite dev` and `vite preview`. */
export function starterModel(folder: string = modelsFolder): Plugin {
  const mount = ({ middlewares, config }: { middlewares: Connect.Server; config: { base: string } }) => {
    middlewares.use(`${config.base}models/`, serveFolder(folder))
  }
  return { name: 'myna-starter-model', configureServer: mount, configurePreviewServer: mount }
}
