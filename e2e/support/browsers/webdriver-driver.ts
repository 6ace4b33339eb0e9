import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { until, type BrowserDriver } from './browser-driver'
import { startProgram } from './started-program'
import { driveSession, TIMEOUTS, type CommandName } from './webdriver-session'

const LIBRARIES = '/usr/lib'

/** The small browser that comes with Debian's WebKitGTK, or null where it is not installed. */
export function findMiniBrowser(): string | null {
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES).filter((name) => name.endsWith('-linux-gnu')) : []
  const places = folders.flatMap((folder) => ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].map((name) => join(LIBRARIES, folder, name, 'MiniBrowser')))
  return places.find((path) => existsSync(path)) ?? null
}

/** WebKitGTK's MiniBrowser on a screen that nobody sees, over WebDriver. */
export async function startWebKitDriver(miniBrowser: string, folder: string, env: NodeJS.ProcessEnv): Promise<BrowserDriver> {
  const downloads = join(folder, 'Downloads')
  mkdirSync(downloads, { recursive: true })
  mkdirSync(join(folder, '.config'), { recursive: true })
  writeFileSync(join(folder, '.config/user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n')
  const screen = startProgram('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'])
  const display = await screen.reported
  const port = await freePort()
  const server = startProgram('WebKitWebDriver', [`--port=${port}`], { ...env, DISPLAY: `:${display}`, GDK_BACKEND: 'x11' })
  const call = createCalls(`http://127.0.0.1:${port}`)
  const stop = async () => {
    await server.stop()
    await screen.stop()
  }
  try {
    await until('WebKitWebDriver', () => call('GET', '/status').then(() => true, () => false), 20_000)
    const { sessionId } = (await call('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] }, timeouts: TIMEOUTS } },
    })) as { sessionId: string }
    return driveSession(
      (name, { id, ...parameters } = {}) => {
        const [method, path] = PATHS[name]
        return call(method, `/session/${sessionId}${path.replace('{id}', String(id))}`, method === 'POST' ? parameters : undefined)
      },
      downloads,
      stop,
    )
  } catch (thrown) {
    const said = server.said()
    await stop()
    throw new Error(`WebKitGTK did not start: ${said}`, { cause: thrown })
  }
}

/** Where each command goes (W3C WebDriver, section 6.2, the table of endpoints). */
const PATHS: Readonly<Record<CommandName, readonly ['GET' | 'POST' | 'DELETE', string]>> = {
  Navigate: ['POST', '/url'],
  Refresh: ['POST', '/refresh'],
  FindElements: ['POST', '/elements'],
  ElementClick: ['POST', '/element/{id}/click'],
  ElementClear: ['POST', '/element/{id}/clear'],
  ElementSendKeys: ['POST', '/element/{id}/value'],
  ExecuteAsyncScript: ['POST', '/execute/async'],
  TakeScreenshot: ['GET', '/screenshot'],
  DeleteSession: ['DELETE', ''],
}

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>

function createCalls(address: string): Call {
  return async (method, path, body) => {
    const response = await fetch(`${address}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => { resolve(port) })
    })
  })
}
