import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test, type TestInfo } from '@playwright/test'
import { tinyBundle } from '../scripts/fixtures/tiny-bundle'
import type { CompileTarget } from '../workers/formats/compiled-bundle'
import { chromiumLaunch } from './support/chromium-launch'
import { PATIENCE_MS, shareOfDifference, speakOn, trialDecibels } from './support/speak-on'

// Chromium's software adapter: right for results, useless for speed. It has no 16-bit floats.
test.use({ launchOptions: chromiumLaunch({ webGpu: true }) })

/** A bundle of the small checkpoint, as files of this test. */
async function bundleFiles(info: TestInfo, target: CompileTarget): Promise<readonly string[]> {
  mkdirSync(info.outputPath(), { recursive: true })
  return [...(await tinyBundle(target))].map(([name, bytes]) => {
    const path = info.outputPath(name)
    writeFileSync(path, bytes)
    return path
  })
}

test.describe('a bundle compiled for GPUs, small and with random weights (its sound is noise)', () => {
  for (const target of ['webgpu-fp32', 'webgpu-q8'] as const) {
    test(`speaks on the GPU what it speaks on the CPU, with caches that stay there: ${target}`, async ({ browser }, info) => {
      test.setTimeout(2 * PATIENCE_MS)
      const files = await bundleFiles(info, target)
      const cpu = await speakOn(browser, files, 'CPU (WebAssembly)', info.outputPath('cpu.wav'))
      const gpu = await speakOn(browser, files, 'GPU (WebGPU)', info.outputPath('gpu.wav'))
      expect([cpu.figures.executionProvider, gpu.figures.executionProvider]).toEqual(['wasm', 'webgpu'])
      // Latents, ends and caches against the very same graphs in float32 on the CPU; the trial itself asks for 40 dB.
      expect(trialDecibels(gpu.panel, 'language model')).toBeGreaterThan(80)
      expect(gpu.panel).toContain('language model as recorded commands')
      expect(gpu.figures.stages.filter(({ on }) => on === 'webgpu').map(({ stage }) => stage)).toEqual(expect.arrayContaining(['lm-flow', 'text-prefill']))

      expect(cpu.panel).toContain('language model on kernels')
      expect(gpu.samples.length).toBe(cpu.samples.length)
      expect(cpu.samples.some((sample) => sample !== 0)).toBe(true)
      // The CPU's kernels have one scale per output, the graph float32 or one per 32 weights: see webgpu.spec.ts.
      expect(shareOfDifference(gpu.samples, cpu.samples)).toBeLessThan(0.05)
    })
  }

  test('speaks on the CPU where the GPU lacks what its numbers need, and says so', async ({ browser }, info) => {
    test.setTimeout(2 * PATIENCE_MS)
    const { figures, panel } = await speakOn(browser, await bundleFiles(info, 'webgpu-fp16'), 'GPU (WebGPU)', info.outputPath('cpu.wav'))
    expect(figures.stages.find(({ stage }) => stage === 'lm-flow')?.on).toBe('wasm')
    expect(panel).toContain('language model on kernels')
    expect(panel).toContain('the GPU cannot compute all of it (it has no 16-bit floats)')
  })
})
