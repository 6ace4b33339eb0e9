import type { Page } from '@playwright/test'

/** What tasks of a page's main thread came to, from the browser's own trace. In milliseconds, 0 where there was none. */
export interface MainThreadTasks {
  /** Longest by the clock. Includes waiting for a processor, so it tells about the machine as much as about the page. */
  readonly longestMs: number
  /** Most processor time in one task: what the page itself is answerable for. */
  readonly longestWorkMs: number
}

/** A line of the trace event format (Trace Event Format, Google, 2016), as far as it is read here. Times in µs. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  /** Processor time of the thread. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const TASK = 'ThreadControllerImpl::RunTask'
const MAIN_THREAD = 'CrRendererMain'

/** Watches the main thread of `page` while `act` runs. Nothing else may trace the browser meanwhile. */
export async function traceMainThread(page: Page, act: () => Promise<void>): Promise<MainThreadTasks> {
  const client = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  client.on('Tracing.dataCollected', ({ value }) => { events.push(...(value as unknown as TraceEvent[])) })
  const complete = new Promise((resolve) => { client.once('Tracing.tracingComplete', resolve) })
  const traceConfig = { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] }
  await client.send('Tracing.start', { traceConfig })
  try {
    await act()
  } finally {
    await client.send('Tracing.end')
    await complete
    await client.detach()
  }
  return summarise(events)
}

function summarise(events: readonly TraceEvent[]): MainThreadTasks {
  const thread = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === MAIN_THREAD).map(thread)
  const tasksOf = (main: string) => events.filter((event) => event.name === TASK && thread(event) === main)
  const workOf = (tasks: readonly TraceEvent[]) => tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0)
  // The browser keeps a spare renderer, which does next to nothing.
  const [tasks = []] = [...new Set(mains)].map(tasksOf).sort((a, b) => workOf(b) - workOf(a))
  const longest = (figure: 'dur' | 'tdur') => tasks.reduce((most, task) => Math.max(most, task[figure] ?? 0), 0) / 1000
  return { longestMs: longest('dur'), longestWorkMs: longest('tdur') }
}
