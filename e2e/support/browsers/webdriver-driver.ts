import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { until, untilStill, type BrowserDriver } from './browser-driver'
import { startProgram } from './started-program'

/** The key under which WebDriver names an element (W3C WebDriver, section 12.2). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** The Tab key (W3C WebDriver, section 17.4.2). */
const TAB = '\uE004'
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
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] }, timeouts: { script: 600_000 } } },
    })) as { sessionId: string }
    return driveSession((method, path, body) => call(method, `/session/${sessionId}${path}`, body), downloads, stop)
  } catch (thrown) {
    const said = server.said()
    await stop()
    throw new Error(`WebKitGTK did not start: ${said}`, { cause: thrown })
  }
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

function driveSession(call: Call, downloads: string, stop: () => Promise<void>): BrowserDriver {
  const elements = async (xpath: string) => (await call('POST', '/elements', { using: 'xpath', value: xpath })) as Record<string, string>[]
  const element = async (xpath: string, timeoutMs?: number) => {
    const found = await until(xpath, async () => (await elements(xpath))[0] ?? null, timeoutMs)
    return `/element/${found[ELEMENT] ?? ''}`
  }
  const evaluate = async (expression: string) => {
    const script = `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }))`
    const answer = (await call('POST', '/execute/async', { script, args: [] })) as { value?: unknown; thrown?: string }
    if (answer.thrown !== undefined) throw new Error(answer.thrown)
    return answer.value
  }
  return {
    downloads,
    goTo: async (url) => { await call('POST', '/url', { url }) },
    reload: async () => { await call('POST', '/refresh', {}) },
    evaluate,
    has: async (xpath) => (await elements(xpath)).length > 0,
    async click(xpath, timeoutMs) {
      await untilStill(xpath, evaluate, timeoutMs)
      await call('POST', `${await element(xpath)}/click`, {})
    },
    async fill(xpath, text) {
      const field = await element(xpath)
      await call('POST', `${field}/clear`, {})
      await call('POST', `${field}/value`, { text: text + TAB })
    },
    giveFile: async (xpath, path) => { await call('POST', `${await element(xpath)}/value`, { text: path }) },
    screenshot: async (path) => { writeFileSync(path, Buffer.from((await call('GET', '/screenshot')) as string, 'base64')) },
    async close() {
      await call('DELETE', '').catch(() => undefined)
      await stop()
    },
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
