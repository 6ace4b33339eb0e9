import { expect, type Page } from '@playwright/test'
import { chromiumLaunch } from './support/chromium-launch'
import { test, withTinyVoice } from './support/tiny-test'

const { args = [], ...launch } = chromiumLaunch()
test.use({
  // Without the flag each measurement waits until the browser feels like collecting garbage.
  launchOptions: { ...launch, args: [...args, '--enable-blink-features=ForceEagerMeasureMemory'] },
  // A trace would be kept in the browser, too.
  trace: 'off',
})

/** Bytes that the page and all its workers hold, WebAssembly memories included, garbage not: the browser collects it first. */
function heldBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // Not among TypeScript's types yet.
    const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
      measureUserAgentSpecificMemory: () => Promise<{ readonly bytes: number }>
    }
    return (await measure.call(performance)).bytes
  })
}

/** The median of the slopes between all pairs of points (Theil and Sen): a few points far off do not bend it. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points.flatMap(([x1, y1], index) => points.slice(index + 1).map(([x2, y2]) => (y2 - y1) / (x2 - x1)))
  return slopes.sort((a, b) => a - b)[slopes.length >> 1] ?? NaN
}

const SENTENCES_PER_READING = 8
/** The long pause costs nothing to make, and is still being heard when all is made: there is something to stop. */
const TEXT = `${'Yes. [pause 0.1s] No. [pause 0.1s] '.repeat(SENTENCES_PER_READING / 2 - 1)}Yes. [pause 9s] No.`
/** What the first readings leave is caches, compiled code and memory that grows to its size. */
const WARM_UP_READINGS = 10
const READINGS = 50
const READINGS_PER_SAMPLE = 5
/**
 * Measured are 0.5 kB, a share of the take that the history lists. The sound of a single frame is 7.7 kB. Single
 * measurements are up to 2 MB off, whatever was spoken.
 */
const MOST_BYTES_PER_SENTENCE = 4096

test(`${READINGS * SENTENCES_PER_READING} short sentences leave nothing behind but their place in the history`, async ({ page }, info) => {
  const app = await withTinyVoice(page)
  const read = async (readings: number) => {
    for (let reading = 0; reading < readings; reading++) {
      await app.startSpeaking(TEXT)
      await app.made()
      await app.stopButton.click()
      await app.stopButton.waitFor({ state: 'detached' })
    }
  }
  await read(WARM_UP_READINGS)
  const points: [sentences: number, bytes: number][] = [[0, await heldBytes(page)]]
  for (let readings = READINGS_PER_SAMPLE; readings <= READINGS; readings += READINGS_PER_SAMPLE) {
    await read(READINGS_PER_SAMPLE)
    points.push([readings * SENTENCES_PER_READING, await heldBytes(page)])
  }
  info.annotations.push({ type: 'bytes held', description: points.map(([, bytes]) => bytes).join(', ') })
  info.annotations.push({ type: 'bytes per sentence', description: slope(points).toFixed(0) })
  expect(Math.min(...points.map(([, bytes]) => bytes))).toBeGreaterThan(0)
  expect(slope(points)).toBeLessThan(MOST_BYTES_PER_SENTENCE)
})
