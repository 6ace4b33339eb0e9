import type { Page } from '@playwright/test'
import type { AppPage } from '../../e2e/support/app-page'

/** One stop. */
export interface CancelTimes {
  /** Milliseconds from the click to the worker's answer that the call has ended, or to the end of the worker. */
  readonly ms: number
  /** The worker did not answer in time and was replaced. */
  readonly replaced: boolean
}

/** When to stop. */
export interface CancelPlan {
  readonly times: number
  /** Milliseconds after the click on Speak at which the first one is stopped. */
  readonly firstAfterMs: number
  /** How much later each further one is. */
  readonly stepMs: number
  /** What is done before each. */
  readonly before?: () => Promise<void>
}

/** What the page keeps for this. */
interface Noted {
  cancels: CancelTimes[]
}

/** Longer than a stop may take: after 400 ms without an answer, at the latest, the app replaces the worker. */
const LONGEST_MS = 1500

/** Makes `page` note, from its next load on, how long its workers keep running after a click on Stop. */
export async function watchCancels(page: Page): Promise<void> {
  await page.addInitScript(noteCancels)
  await page.reload()
}

/** Starts to speak and stops, several times. Gives what was noted; a reading that ended before its stop is left out. */
export async function measureCancels(
  { app, page }: { readonly app: AppPage; readonly page: Page },
  text: string,
  { times, firstAfterMs, stepMs, before }: CancelPlan,
): Promise<readonly CancelTimes[]> {
  const noted: CancelTimes[] = []
  for (let time = 0; time < times; time++) {
    await before?.()
    await app.text.fill(text)
    await page.evaluate(() => { (globalThis as unknown as Noted).cancels = [] })
    await app.speakButton.click()
    const stop = await app.stopButton.elementHandle()
    await page.waitForTimeout(firstAfterMs + time * stepMs)
    if (!(await stop.isVisible())) continue
    await stop.click()
    await page.waitForTimeout(LONGEST_MS)
    noted.push(...(await page.evaluate(() => (globalThis as unknown as Noted).cancels)))
  }
  return noted
}

/**
 * Runs in the page before its own scripts. Calls and answers are comlink's messages: `{ id, path }` and `{ id }`. Nothing in
 * it may have a name of its own: the compiler would want a function of its own to keep it.
 */
function noteCancels(): void {
  const CALLS = ['load', 'prepareVoice', 'speak']
  const noted = {
    clickedAt: 0,
    cancels: [] as CancelTimes[],
    note(replaced: boolean) {
      (globalThis as unknown as Noted).cancels.push({ ms: performance.now() - noted.clickedAt, replaced })
    },
  }
  Object.assign(globalThis, { cancels: noted.cancels })
  addEventListener('click', () => { noted.clickedAt = performance.now() }, { capture: true })
  globalThis.Worker = class extends Worker {
    private readonly open = new Set<string>()
    private cancelling = false

    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      this.addEventListener('message', ({ data }: MessageEvent<{ id?: string }>) => {
        if (!this.open.delete(data.id ?? '') || !this.cancelling) return
        this.cancelling = false
        noted.note(false)
      })
    }

    override postMessage(message: { id: string; path?: readonly string[] }, transfer?: StructuredSerializeOptions | Transferable[]): void {
      const [method = ''] = message.path ?? []
      if (CALLS.includes(method)) this.open.add(message.id)
      if (method === 'cancel' && this.open.size > 0) this.cancelling = true
      super.postMessage(message, transfer as Transferable[])
    }

    override terminate(): void {
      if (this.cancelling) noted.note(true)
      super.terminate()
    }
  }
}
