import { writeFileSync } from 'node:fs'
import { until, untilStill, type BrowserDriver } from './browser-driver'

/** The key under which WebDriver names an element (W3C WebDriver, section 12.2). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
/** The Tab key (W3C WebDriver, section 17.4.2). */
const TAB = '\uE004'

/** Commands of W3C WebDriver by the names of its sections, as Firefox's own protocol has them, too. */
export type CommandName =
  | 'Navigate' | 'Refresh' | 'FindElements' | 'ElementClick' | 'ElementClear' | 'ElementSendKeys' | 'ExecuteAsyncScript' | 'TakeScreenshot' | 'DeleteSession'

/** Sends a command of a session; gives its value. What an element command is about is its parameter `id`. */
export type SendCommand = (name: CommandName, parameters?: Readonly<Record<string, unknown>>) => Promise<unknown>

/** How long a script in the page may take, for the capabilities of a session. */
export const TIMEOUTS = { script: 600_000 }

/** Drives a browser by WebDriver's commands; `stop` ends its programs. */
export function driveSession(send: SendCommand, downloads: string, stop: () => Promise<void>): BrowserDriver {
  const elements = async (xpath: string) => (await send('FindElements', { using: 'xpath', value: xpath })) as Record<string, string>[]
  const element = async (xpath: string, timeoutMs?: number) => {
    const found = await until(xpath, async () => (await elements(xpath))[0] ?? null, timeoutMs)
    return { id: found[ELEMENT] ?? '' }
  }
  const evaluate = async (expression: string) => {
    const script = `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done({ value }), (thrown) => done({ thrown: String(thrown) }))`
    const answer = (await send('ExecuteAsyncScript', { script, args: [] })) as { value?: unknown; thrown?: string }
    if (answer.thrown !== undefined) throw new Error(answer.thrown)
    return answer.value
  }
  return {
    downloads,
    goTo: async (url) => { await send('Navigate', { url }) },
    reload: async () => { await send('Refresh') },
    evaluate,
    has: async (xpath) => (await elements(xpath)).length > 0,
    async click(xpath, timeoutMs) {
      await untilStill(xpath, evaluate, timeoutMs)
      await send('ElementClick', await element(xpath))
    },
    async fill(xpath, text) {
      const field = await element(xpath)
      await send('ElementClear', field)
      await send('ElementSendKeys', { ...field, text: text + TAB })
    },
    giveFile: async (xpath, path) => { await send('ElementSendKeys', { ...(await element(xpath)), text: path }) },
    screenshot: async (path) => { writeFileSync(path, Buffer.from((await send('TakeScreenshot', { full: false })) as string, 'base64')) },
    async close() {
      await send('DeleteSession').catch(() => undefined)
      await stop()
    },
  }
}
