import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { kennedyFor } from './support/sound-files'
import { PATIENCE_MS, shareOfDifference, speakOn, trialDecibels } from './support/speak-on'

// Chromium's software adapter: right for results, useless for speed.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

const FIXTURE = resolve(import.meta.dirname, 'fixtures/pocket-tiny')
const BUNDLE = readdirSync(FIXTURE)
  .filter((name) => /\.(onnx|npy|model)$|^bundle\.json$/.test(name))
  .map((name) => join(FIXTURE, name))

test('speaks on the GPU what it speaks on the CPU, each part proven there first', async ({ browser }, info) => {
  test.setTimeout(2 * PATIENCE_MS)
  const cpu = await speakOn(browser, BUNDLE, 'CPU (WebAssembly)', info.outputPath('cpu.wav'))
  const gpu = await speakOn(browser, BUNDLE, 'GPU (WebGPU)', info.outputPath('gpu.wav'))
  expect([cpu.figures.executionProvider, gpu.figures.executionProvider]).toEqual(['wasm', 'webgpu'])
  expect(cpu.panel).toContain('CPU (WebAssembly)')
  expect(gpu.panel).toContain('GPU (WebGPU)')
  // The trial read the runtime's placement log and found no work on activations left to the CPU.
  for (const part of ['language model', 'decoder'] as const) {
    // A real error of arithmetic costs more; the trial itself asks for 40 dB.
    expect(trialDecibels(gpu.panel, part), part).toBeGreaterThan(50)
  }
  expect(gpu.figures.stages.filter(({ on }) => on === 'webgpu').map(({ stage }) => stage).sort()).toEqual(['decode', 'lm-flow', 'text-prefill', 'voice-prefill'])

  expect(gpu.samples.length).toBe(cpu.samples.length)
  expect(cpu.samples.some((sample) => sample !== 0)).toBe(true)
  // The CPU's kernels hold the language model's weights in 8 bits, the GPU does not: 2 to 3 % after a sentence of them.
  expect(shareOfDifference(gpu.samples, cpu.samples)).toBeLessThan(0.05)
})

test('stays on the CPU, untried, when the choice is left to the page: the adapter only imitates a GPU', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(BUNDLE)
  await app.makeVoiceFromFile(kennedyFor(3), 'Jack')
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await app.computeWith('Automatic')
  await app.speak('No trial is needed here.')
  expect((await app.details()).figures.executionProvider).toBe('wasm')
  expect(fetched.filter((url) => /jspi|asyncify/.test(url))).toEqual([])
})

test('does not offer the GPU for the starter voice, and says why', async ({ page }) => {
  const app = new AppPage(page)
  await app.open()
  await expect(app.computeWith('GPU (WebGPU)')).rejects.toMatchObject({
    code: 'execution-provider-unsupported',
    words: expect.stringContaining('CPU only'),
  })
})
