import { dirname, basename, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { starterFolder } from '../app/fetch-starter-model'
import { startServer } from '../app/serve'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { FitRequest, FitTrial, Nearness } from '../worker-pages/voice-fit/voice-fit'

// Compares the gradients of the starter's whole network with PyTorch's in Chromium, and times a fit:
// npx tsx scripts/training/compare-gradients.ts REFERENCE [STEPS] (training/starter-voice-fit/README.md).

const [path = '', steps = '3', kinds = 'float32/float32,int8/float32,int8/int8', lanes = '2'] = process.argv.slice(2)
const page = resolve(import.meta.dirname, '../../.cache/voice-fit-page')
await buildWorkerPage('voice-fit', page)
const server = await startServer({ port: 0, dist: page, extraMounts: { '/starter/': starterFolder, '/reference/': dirname(resolve(path)) } })
const browser = await chromium.launch(chromiumLaunch())
const show = ({ error, cosine }: Nearness) => `error ${error.toExponential(2)}, cosine ${cosine.toFixed(6)}`
try {
  for (const kind of kinds.split(',')) {
    const [forward, backward] = kind.split('/') as [FitRequest['arithmetic']['forward'], FitRequest['arithmetic']['backward']]
    const tab = await browser.newPage()
    const request: FitRequest = {
      model: `${server.url}starter/model.onnx`, reference: `${server.url}reference/${basename(path)}`, threads: Number(lanes), arithmetic: { forward, backward }, steps: Number(steps),
    }
    const trial = await askWorker<FitTrial>(tab, server.url, request)
    await tab.close()
    console.log(`${forward} forward, ${backward} backward, ${trial.lanes} threads: loss ${trial.loss.toFixed(5)}, PyTorch's ${trial.expectedLoss.toFixed(5)}`)
    console.log(`  norms: ${show(trial.norms)}; style: ${show(trial.style)}`)
    console.log(`  opening ${trial.openMs.toFixed(0)} ms; steps of ${trial.stepMs.map((ms) => ms.toFixed(0)).join(' ')} ms; losses ${trial.losses.map((loss) => loss.toFixed(3)).join(' ')}`)
    console.log(`  unreachable for ${trial.longestMs.toFixed(0)} ms at most; ${(trial.memoryBytes / 2 ** 20).toFixed(0)} MiB`)
  }
} finally {
  await browser.close()
  await server.close()
}
