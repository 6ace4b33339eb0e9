import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from '../../e2e/support/chromium-launch'
import { resample } from '../../src/shared/audio/resample'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { starterFolder } from '../app/fetch-starter-model'
import { startServer } from '../app/serve'
import { readPcm16Wav } from '../fixtures/read-wav'
import { askWorker, buildWorkerPage } from '../worker-pages/build-worker-page'
import type { PersonFit, PersonRequest } from '../worker-pages/person-fit/person-fit'

// Fits the starter to a person in Chromium: npx tsx scripts/training/fit-person.ts VOICE FORWARD/BACKWARD CLIP.wav WORDS [CLIP.wav WORDS ...]
// The last clip is not fitted (training/starter-voice-fit/README.md).

const [voice = '', kind = '', ...given] = process.argv.slice(2)
const page = resolve(import.meta.dirname, '../../.cache/person-fit-page')
const folder = mkdtempSync(join(tmpdir(), 'person-'))
const phonemize = await loadPhonemizer()
const clips: { samples: string; ids: readonly number[] }[] = []
for (let i = 0; i < given.length; i += 2) {
  const [path = '', words = ''] = given.slice(i, i + 2)
  const { samples, sampleRate } = readPcm16Wav(readFileSync(path))
  const name = `${basename(path)}.f32`
  writeFileSync(join(folder, name), new Uint8Array(resample(samples, sampleRate, 24_000).slice().buffer))
  clips.push({ samples: name, ids: withBoundaries(phonemeIds(await phonemize(words, 'american'))) })
}
await buildWorkerPage('person-fit', page)
const server = await startServer({ port: 0, dist: page, extraMounts: { '/starter/': starterFolder, '/clips/': folder } })
const browser = await chromium.launch(chromiumLaunch())
try {
  const [forward, backward] = kind.split('/') as [PersonRequest['arithmetic']['forward'], PersonRequest['arithmetic']['backward']]
  const fit = await askWorker<PersonFit>(await browser.newPage(), server.url, {
    model: `${server.url}starter/model.onnx`, voice: `${server.url}starter/voices/${voice}.bin`,
    clips: clips.map((clip) => ({ ...clip, samples: `${server.url}clips/${clip.samples}` })), threads: 2, arithmetic: { forward, backward }, seed: 1,
  } satisfies PersonRequest)
  for (const { seconds, distance, medianHertz, prepareMs } of fit.clips) {
    console.log(`${seconds.toFixed(1)} s, ${distance.toFixed(2)} from the reading, ${medianHertz.toFixed(0)} Hz, prepared in ${prepareMs.toFixed(0)} ms`)
  }
  console.log(`losses ${fit.losses.map((loss) => loss.toFixed(3)).join(' ')}`)
  console.log(`unseen ${fit.unseen[0].toFixed(3)} before, ${fit.unseen[1].toFixed(3)} after; a step ${(fit.stepMs.reduce((a, b) => a + b) / fit.stepMs.length).toFixed(0)} ms; ${(fit.memoryBytes / 2 ** 20).toFixed(0)} MiB`)
} finally {
  await browser.close()
  await server.close()
}
