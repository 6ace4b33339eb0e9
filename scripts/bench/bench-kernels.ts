import { resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { startServer } from '../app/serve'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { KernelRates, Rate, RatedLayer, RateRequest } from '../worker-pages/kernel-rates/kernel-rates'

type Row = readonly [figure: string, value: string]

const page = resolve(import.meta.dirname, '../../.cache/kernel-rates-page')

/** The convolutions that a second of the starter's sound is mostly made of: residual blocks at 800 rows/s of 256 channels, and at 4800 of 128. */
const LAYERS: readonly RatedLayer[] = [[256, 800], [128, 4800]].flatMap(([channels = 0, rows = 0]) =>
  [3, 7, 11].flatMap((taps) =>
    [1, 5].map((dilation) => ({ inputs: channels, outputs: channels, taps, dilation, rows, activation: 'snake', seven: 'weights' }) as const),
  ),
)

/** Calls of each layer in a round: one takes milliseconds, and something else may take the processor meanwhile. */
const CALLS_PER_ROUND = 10

const rateOf = ([best, median]: Rate) => `${best.toFixed(1)} G/s, median ${median.toFixed(1)}`

/** Thousand million multiply-adds a second that convolutions reach on one thread of Chromium, beside what the instructions could. */
export async function benchKernels(rounds: number): Promise<Row[]> {
  await buildWorkerPage('kernel-rates', page)
  const server = await startServer({ port: 0, dist: page })
  const browser = await chromium.launch(chromiumLaunch())
  try {
    const request: RateRequest = { layers: LAYERS, rounds: CALLS_PER_ROUND * rounds }
    const { instructions, layers } = await askWorker<KernelRates>(await browser.newPage(), server.url, request)
    const names = LAYERS.map(({ inputs, outputs, taps, dilation }) => `convolution ${inputs} to ${outputs}, ${taps} taps, dilation ${dilation}`)
    return [
      ...Object.entries(instructions).map(([name, rate]): Row => [`kernels: ${name}, registers only`, rateOf(rate)]),
      ...layers.map((rate, index): Row => [`kernels: ${names[index] ?? ''}`, rateOf(rate)]),
    ]
  } finally {
    await browser.close()
    await server.close()
  }
}
