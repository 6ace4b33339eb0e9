import type { Page } from '@playwright/test'
import { AppPage, type TakeDetails } from '../e2e/support/app-page'
import type { RunningApp } from './running-app'

/** A page of the app with its main thread watched. */
export interface WatchedApp {
  readonly app: AppPage
  readonly page: Page
  /** Milliseconds from the navigation to a page that takes input. */
  readonly interactiveMs: number
  close(): Promise<void>
}

/** One reading and what it cost. */
export interface MeasuredReading {
  readonly details: TakeDetails
  /** Longest task of the main thread while speaking; 0 stands for "none over 50 ms", the least the browser reports. */
  readonly longestTaskMs: number
  /** Highest memory of the whole browser while speaking; null where it cannot be told. */
  readonly peakBytes: number | null
}

interface WatchedWindow {
  longTasks: { startTime: number; duration: number }[]
}

const MEMORY_INTERVAL_MS = 250
const LONGEST_READING_MS = 10 * 60_000

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

/** Opens the app in a fresh profile and waits until it can be used. */
export async function openWatched(running: RunningApp): Promise<WatchedApp> {
  const profile = await running.newProfile()
  const page = await profile.newPage()
  await page.addInitScript(() => {
    const watched = window as unknown as WatchedWindow
    watched.longTasks = []
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) watched.longTasks.push({ startTime, duration })
    }).observe({ type: 'longtask', buffered: true })
  })
  const app = new AppPage(page)
  const startedAt = performance.now()
  await app.open()
  await app.text.isEditable()
  return { app, page, interactiveMs: performance.now() - startedAt, close: () => profile.close() }
}

/** Speaks `text` with what is chosen in the app, watching memory and the main thread. */
export async function measureReading(running: RunningApp, { app, page }: WatchedApp, text: string): Promise<MeasuredReading> {
  let peakBytes: number | null = null
  const sample = () => {
    const bytes = running.memoryBytes()
    if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes)
  }
  const sampling = setInterval(sample, MEMORY_INTERVAL_MS)
  try {
    const fromMs = await page.evaluate(() => performance.now())
    await app.speak(text, LONGEST_READING_MS)
    sample()
    const longestTaskMs = await page.evaluate((from) => {
      const { longTasks } = window as unknown as WatchedWindow
      return longTasks.reduce((longest, task) => (task.startTime >= from ? Math.max(longest, task.duration) : longest), 0)
    }, fromMs)
    return { details: await app.details(), longestTaskMs, peakBytes }
  } finally {
    clearInterval(sampling)
  }
}
