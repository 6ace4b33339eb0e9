import type { Plugin } from 'vite'
import { compileKernels, kernelBuilds, kernelSources } from './kernel-build'

const IMPORT = /^kernels:(.+)\.wasm\?url$/

/**
 * Vite plugin: `import url from 'kernels:baseline.wasm?url'` compiles the kernels and gives the address of the module,
 * a hashed file of the app like any other. Workers are bundled on their own, so it must be among their plugins too.
 */
export function kernels(): Plugin {
  return {
    name: 'myna:kernels',
    enforce: 'pre',
    async resolveId(source) {
      const name = IMPORT.exec(source)?.[1]
      const build = kernelBuilds.find((known) => known === name)
      return build ? `${await compileKernels(build)}?url` : null
    },
    configureServer(server) {
      server.watcher.add(kernelSources)
      server.watcher.on('change', (path) => {
        if (path.startsWith(kernelSources)) void server.restart()
      })
    },
  }
}
