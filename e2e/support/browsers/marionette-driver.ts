import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { until, type BrowserDriver } from './browser-driver'
import { startProgram } from './started-program'
import { driveSession, TIMEOUTS } from './webdriver-session'

/** Where Firefox says which port it took, in its profile. */
const PORT_FILE = 'MarionetteActivePort'

/**
 * Firefox over its own protocol, Marionette, which carries WebDriver's commands. WebDriver BiDi, the other one, watches every worker that
 * begins; a worker that starts one of its own can then wait for ever for that one to be noticed (Firefox 153: both wait on one condition
 * variable, of which only one is woken).
 */
export async function startMarionetteDriver(executable: string, folder: string, env: NodeJS.ProcessEnv): Promise<BrowserDriver> {
  const [profile, downloads] = [join(folder, 'profile'), join(folder, 'downloads')]
  for (const path of [profile, downloads]) mkdirSync(path)
  const preferences = { 'marionette.port': 0, 'browser.download.folderList': 2, 'browser.download.dir': downloads }
  writeFileSync(join(profile, 'user.js'), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''))
  const firefox = startProgram(executable, ['--profile', profile, '--headless', '--width=1280', '--height=900', '--no-remote', '--marionette', 'about:blank'], env)
  try {
    const port = await until('Marionette', () => Promise.resolve(portIn(join(profile, PORT_FILE))))
    const { send, close } = await connectTo(port)
    await send('NewSession', { timeouts: TIMEOUTS })
    return driveSession(send, downloads, async () => {
      close()
      await firefox.stop()
    })
  } catch (thrown) {
    const said = firefox.said()
    await firefox.stop()
    throw new Error(`Firefox did not start: ${said}`, { cause: thrown })
  }
}

function portIn(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8')) || null
  } catch {
    return null
  }
}

/** A message is its length in bytes, a colon and JSON: [0, id, name, parameters] to the browser, [1, id, error, result] from it. */
async function connectTo(port: number) {
  const socket = connect(port, '127.0.0.1')
  const waiting = new Map<number, (error: unknown, result: unknown) => void>()
  let last = 0
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    // The browser greets first.
    onMessages(socket, (message) => {
      if (!Array.isArray(message)) {
        resolve()
        return
      }
      const [, id, error, result] = message as [number, number, unknown, unknown]
      waiting.get(id)?.(error, result)
      waiting.delete(id)
    })
  })
  socket.on('close', () => {
    for (const answer of waiting.values()) answer('the browser is gone', null)
    waiting.clear()
  })
  const send = (name: string, parameters: Readonly<Record<string, unknown>> = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last
      waiting.set(id, (error, result) => {
        if (error !== null) reject(new Error(`${name}: ${JSON.stringify(error)}`))
        else resolve(valueOf(result))
      })
      const json = JSON.stringify([0, id, `WebDriver:${name}`, parameters])
      socket.write(`${Buffer.byteLength(json)}:${json}`)
    })
  return { send, close: () => { socket.destroy() } }
}

/** Single values come in an object, lists as they are. */
function valueOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'value' in result ? result.value : result
}

function onMessages(socket: Socket, act: (message: unknown) => void): void {
  let received = Buffer.alloc(0)
  socket.on('data', (piece: Buffer) => {
    received = Buffer.concat([received, piece])
    for (let colon = received.indexOf(':'); colon >= 0; colon = received.indexOf(':')) {
      const end = colon + 1 + Number(received.subarray(0, colon).toString())
      if (received.length < end) return
      act(JSON.parse(received.subarray(colon + 1, end).toString()))
      received = received.subarray(end)
    }
  })
}
