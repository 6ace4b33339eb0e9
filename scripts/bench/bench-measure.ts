import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { AppPage, type TakeDetails } from '../../e2e/support/app-page'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { readPcm16Wav } from '../fixtures/read-wav'
import { traceMainThread, type MainThreadTasks } from './main-thread-trace'
import type { RunningApp } from '../app/running-app'

/** What voices are made of. */
export const BENCH_PROMPT = resolve(import.meta.dirname, '../../e2e/fixtures/audio/kennedy.wav')

/** Seconds of a prompt that {@link cutPrompt} gives. */
export const PROMPT_SECONDS = 10

/** The first seconds of {@link BENCH_PROMPT}. Gives the path of the WAV. */
export async function cutPrompt(): Promise<string> {
  const { samples, sampleRate } = readPcm16Wav(await readFile(BENCH_PROMPT))
  const path = join(tmpdir(), `myna-bench-prompt-${PROMPT_SECONDS}s.wav`)
  await writeFile(path, Buffer.from(encodeWav16(samples.subarray(0, PROMPT_SECONDS * sampleRate), sampleRate)))
  return path
}

/** A page of the app in a profile of its own. */
export interface WatchedApp {
  readonly app: AppPage
  readonly page: Page
  /** Memory of the browser before the app was opened, with a blank page; null where it cannot be told. */
  readonly blankBytes: number | null
  /** Memory of the browser now; null where it cannot be told. */
  memoryBytes(): number | null
  /** Milliseconds from the navigation to a page that takes input. */
  readonly interactiveMs: number
  close(): Promise<void>
}

/** One reading and what it cost. */
export interface HeardReading {
  readonly details: TakeDetails
  /** Highest memory of the whole browser while speaking; null where it cannot be told. */
  readonly peakBytes: number | null
}

/** The same, and what its main thread did. */
export interface MeasuredReading extends HeardReading {
  /** The main thread from the click to the last sound. */
  readonly tasks: MainThreadTasks
}

/** Adding up a browser's memory takes some time of a processor that speaks. */
const MEMORY_INTERVAL_MS = 1000
/** Trying a model on an imitated GPU and speaking with it takes minutes. */
export const LONGEST_READING_MS = 15 * 60_000

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
  const memoryBytes = () => running.memoryBytes(profile)
  const blankBytes = memoryBytes()
  const app = new AppPage(page)
  const startedAt = performance.now()
  await app.open()
  await app.text.isEditable()
  return { app, page, blankBytes, memoryBytes, interactiveMs: performance.now() - startedAt, close: () => profile.close() }
}

/** Watches the browser's memory until it is told to stop, which gives the most that was seen; null where it cannot be told. */
export function watchMemory({ memoryBytes }: Pick<WatchedApp, 'memoryBytes'>): { stop(): number | null } {
  let peakBytes: number | null = null
  const sample = () => {
    const bytes = memoryBytes()
    if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes)
  }
  const sampling = setInterval(sample, MEMORY_INTERVAL_MS)
  return {
    stop() {
      clearInterval(sampling)
      sample()
      return peakBytes
    },
  }
}

/** Speaks `text` with what is chosen in the app, up to the last sound, watching memory. `around` does something meanwhile. */
export async function hearReading(
  { app, page, memoryBytes }: Pick<WatchedApp, 'app' | 'page' | 'memoryBytes'>,
  text: string,
  around: (act: () => Promise<void>) => Promise<void> = (act) => act(),
): Promise<HeardReading> {
  const memory = watchMemory({ memoryBytes })
  try {
    await app.text.fill(text)
    const speak = await app.speakButton.elementHandle()
    await around(async () => {
      await speak.click()
      await page.evaluate(untilSilent, LONGEST_READING_MS)
    })
    await app.spoken(LONGEST_READING_MS)
    return { details: await app.details(), peakBytes: memory.stop() }
  } finally {
    memory.stop()
  }
}

/** As {@link hearReading}, watching the main thread as well. */
export async function measureReading(watched: WatchedApp, text: string): Promise<MeasuredReading> {
  let tasks: MainThreadTasks = { longestMs: NaN, longestWorkMs: NaN }
  const heard = await hearReading(watched, text, async (act) => {
    tasks = await traceMainThread(watched.page, act)
  })
  return { ...heard, tasks }
}

/**
 * Runs in the page: resolves once the reading was heard or failed. Looking for roles and names from outside, again and
 * again, would cost the main thread more than the reading does.
 */
function untilSilent(patienceMs: number): Promise<void> {
  const givesUpAt = performance.now() + patienceMs
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const isMade = [...document.querySelectorAll('button')].every((button) => button.textContent !== 'Stop')
      const heard = isMade && document.querySelector('button[aria-label="Hear it again"]:enabled') !== null
      const over = heard || document.querySelector('[data-error-code]') !== null || performance.now() > givesUpAt
      if (!over) return
      clearInterval(timer)
      resolve()
    }, 250)
  })
}

/** The median of times. */
export const ms = (values: readonly number[]) => `${median(values).toFixed(0)} ms`
/** The longest task of a main thread. Work is the page's own; the clock also counts waiting for a processor that others hold. */
export const longestTask = (readings: readonly MeasuredReading[]): string => {
  const longest = (figure: keyof MainThreadTasks) => Math.max(...readings.map(({ tasks }) => tasks[figure])).toFixed(0)
  return `${longest('longestWorkMs')} ms (${longest('longestMs')} ms by the clock)`
}
