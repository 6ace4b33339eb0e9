/**
 * A browser with one tab, as the journey that runs in all of them needs it. Elements are named by XPath, which every protocol
 * of automation understands. Whatever acts on an element waits for it, for a minute unless told otherwise.
 */
export interface BrowserDriver {
  goTo(url: string): Promise<void>
  reload(): Promise<void>
  /** The value of an expression in the page; a promise is awaited. */
  evaluate(expression: string): Promise<unknown>
  /** Whether the element is there now. */
  has(xpath: string): Promise<boolean>
  /** Clicks it once it stays where it is: what arrives above may push it away. */
  click(xpath: string, timeoutMs?: number): Promise<void>
  /** Replaces what a field holds, key by key, and leaves the field. */
  fill(xpath: string, text: string): Promise<void>
  /** Gives a file to an input, shown or not. */
  giveFile(xpath: string, path: string): Promise<void>
  screenshot(path: string): Promise<void>
  /** Where the browser puts downloads; everything in it goes at the end. */
  readonly downloads: string
  close(): Promise<void>
}

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 100

/** Asks until the answer is neither null nor false. Rejects after `timeoutMs` with what was waited for. */
export async function until<T>(what: string, ask: () => Promise<T | null | false>, timeoutMs = PATIENCE_MS): Promise<T> {
  for (const sinceMs = performance.now(); performance.now() - sinceMs < timeoutMs; ) {
    const answer = await ask()
    if (answer !== null && answer !== false) return answer
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  throw new Error(`${what}: not within ${Math.round(timeoutMs / 1000)} s`)
}

/** Waits until the element is there and is where it was when last looked at. */
export async function untilStill(xpath: string, evaluate: BrowserDriver['evaluate'], timeoutMs?: number): Promise<void> {
  const where = `(() => {
    const element = document.evaluate(${JSON.stringify(xpath)}, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue
    const box = element?.getBoundingClientRect()
    return box === undefined ? '' : [box.x, box.y + scrollY, box.width, box.height].join()
  })()`
  let before = ''
  await until(xpath, async () => {
    const now = String(await evaluate(where))
    const still = now !== '' && now === before
    before = now
    return still
  }, timeoutMs)
}
