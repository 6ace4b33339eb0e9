import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { thinGenerator } from '#fixtures/thin-starter'
import { DIST_FOLDER } from '../../scripts/app/build-app'
import { modelsFolder, readStarterPack, starterFolder } from '../../scripts/app/fetch-starter-model'
import { startServer, type RunningServer } from '../../scripts/app/serve'

/** The built app whose only engine is the starter with a thin generator, which an adapter that imitates a GPU runs in seconds. */
async function startThinStarterApp(): Promise<RunningServer> {
  const model = Buffer.from(thinGenerator(readFileSync(join(starterFolder, 'model.onnx'))))
  const pack = await readStarterPack()
  const thin = { path: 'model.onnx', sizeBytes: model.length, sha256: createHash('sha256').update(model).digest('hex') }
  const files = pack.files.map((file) => (file.path === thin.path ? thin : file))
  const manifest = JSON.stringify({ version: 1, packs: [{ ...pack, sources: [`models/${pack.id}/`], files }] })
  return startServer({
    port: 0,
    dist: DIST_FOLDER,
    models: modelsFolder,
    intercept(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname === '/model-manifest.json') response.writeHead(200, { 'Content-Type': 'application/json' }).end(manifest)
      else if (pathname === `/models/${pack.id}/${thin.path}`) response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': model.length }).end(model)
      // Its deltas are for the published network's norms.
      else if (pathname.includes('voice-encoder')) response.writeHead(404).end()
      else return false
      return true
    },
  })
}

/** Journeys on that app, one for all of a file. */
export const thinStarterTest = base.extend<object, { thin: RunningServer }>({
  thin: [
    async ({}, use) => {
      const thin = await startThinStarterApp()
      await use(thin)
      await thin.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ thin }, use) => use(thin.url),
})
