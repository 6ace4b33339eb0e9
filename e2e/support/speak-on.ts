import type { Browser } from '@playwright/test'
import { AppPage } from './app-page'
import { kennedyFor, readWav } from './sound-files'

/** The software adapter needs minutes on a busy machine for what a real GPU does in seconds. */
export const PATIENCE_MS = 600_000

/** The same prompt, text and seed in a fresh profile, so that nothing of another run is there; keeps the sound at `path`. */
export async function speakOn(browser: Browser, files: readonly string[], provider: 'CPU (WebAssembly)' | 'GPU (WebGPU)', path: string) {
  const context = await browser.newContext()
  const app = new AppPage(await context.newPage())
  await app.open()
  await app.importModelFiles(files)
  await app.importVoice(kennedyFor(3), 'Jack')
  await app.computeWith(provider)
  await app.setSeed(11)
  await app.speak('Both say it.', PATIENCE_MS)
  await app.openSettings()
  const panel = await app.page.locator('.facts').innerText()
  await app.downloadWav(path)
  const { figures } = await app.details()
  return { app, samples: readWav(path).samples, figures, panel, close: () => context.close() }
}

/** How far each part on the GPU was from the CPU's numbers in its trial, in dB, as the panel tells it. */
export function trialDecibels(panel: string, part: 'language model' | 'decoder' | 'generator'): number {
  const [, snrDb] = new RegExp(`The ${part}\\s+GPU: right \\((\\d+) dB`, 'i').exec(panel) ?? []
  return Number(snrDb)
}

/** The root mean square of what differs, as a share of `expected`; 1 and more where they have nothing in common. */
export function shareOfDifference(actual: Float32Array, expected: Float32Array): number {
  const power = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample * sample, 0)
  return Math.sqrt(power(expected.map((sample, index) => sample - (actual[index] ?? NaN))) / power(expected))
}
