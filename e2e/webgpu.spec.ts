import { expect, test } from '@playwright/test'
import { AppPage } from './support/app-page'
import { chromiumLaunch } from './support/chromium-launch'
import { kennedyFor } from './support/sound-files'
import { PATIENCE_MS, shareOfDifference, speakOn, trialDecibels } from './support/speak-on'
import { writeTinyInt8 } from './support/tiny-int8'

// Chromium's software adapter: right for results, useless for speed. It has no 16-bit floats. The model is small and has random
// weights, in int8 graphs as the listed packs have them: its sound is noise.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

test('speaks on the GPU what it speaks on the CPU, with graphs compiled from int8 weights and kept', async ({ browser }, info) => {
  test.setTimeout(2 * PATIENCE_MS)
  const bundle = writeTinyInt8(info.outputPath('bundle'))
  const cpu = await speakOn(browser, bundle, 'CPU (WebAssembly)', info.outputPath('cpu.wav'))
  await cpu.close()
  const gpu = await speakOn(browser, bundle, 'GPU (WebGPU)', info.outputPath('gpu.wav'))
  expect([cpu.figures.executionProvider, gpu.figures.executionProvider]).toEqual(['wasm', 'webgpu'])
  expect(cpu.panel).toContain('language model on kernels, decoder on kernels')
  expect(gpu.panel).toContain('language model as recorded commands, decoder as recorded commands')
  expect(gpu.figures.stages.filter(({ on }) => on === 'webgpu').map(({ stage }) => stage).sort()).toEqual(['decode', 'lm-flow', 'text-prefill', 'voice-prefill'])
  // Weights are the very same int8 numbers: 86 were measured, a real error of arithmetic costs more. On x86 the CPU's codec multiplies whole
  // numbers, which alone is some 58 from float32. The trial asks for 40.
  expect(trialDecibels(gpu.panel, 'language model')).toBeGreaterThan(60)
  expect(trialDecibels(gpu.panel, 'decoder')).toBeGreaterThan(50)

  expect(gpu.samples.length).toBe(cpu.samples.length)
  expect(cpu.samples.some((sample) => sample !== 0)).toBe(true)
  expect(shareOfDifference(gpu.samples, cpu.samples)).toBeLessThan(0.01)

  await gpu.app.goTo('Storage')
  const kept = gpu.app.page.getByRole('listitem').filter({ hasText: 'Compiled for the GPU' })
  await expect(kept).toContainText(/[1-9][\d.]* (kB|MB)/)
  await kept.getByRole('button', { name: 'Delete what was compiled' }).click()
  await expect(kept.getByRole('button')).toBeDisabled()
  await gpu.close()
})

test('stays on the CPU, untried, when the choice is left to the page: the adapter only imitates a GPU', async ({ page }, info) => {
  const app = new AppPage(page)
  await app.open()
  await app.importModelFiles(writeTinyInt8(info.outputPath('bundle')))
  await app.importVoice(kennedyFor(3), 'Jack')
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  await app.computeWith('Automatic')
  await app.speak('No trial.')
  expect((await app.details()).figures.executionProvider).toBe('wasm')
  expect(fetched.filter((url) => /jspi|asyncify/.test(url))).toEqual([])
})
