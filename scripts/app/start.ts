/** `npm start`: fetches the models that the app serves itself, builds the app when needed, serves it and prints the address. */
import { parseArgs } from 'node:util'
import { buildIfStale, DIST_FOLDER } from './build-app'
import { fetchStarterModel, modelsFolder } from './fetch-starter-model'
import { placeWhisper } from './place-whisper'
import { startServer } from './serve'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' }, host: { type: 'string' } } })

const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port number.`)

await fetchStarterModel(console.log)
await placeWhisper(console.log)
await buildIfStale()
const host = values.host === undefined ? {} : { host: values.host }
try {
  const { url } = await startServer({ port, ...host, dist: DIST_FOLDER, models: modelsFolder })
  console.log(`Myna is ready: ${url}`)
} catch (thrown) {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')) throw thrown
  console.error(`Port ${port} is in use: stop what uses it, or choose another with npm start -- --port N.`)
  process.exitCode = 1
}
