import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { speakerSimilarity } from '../src/shared/audio/speaker-similarity'
import type { EmbedRequest } from '../src/shared/protocol/analysis'
import { DIST_FOLDER } from '../scripts/app/build-app'
import { AppPage } from './support/app-page'
import { ALLISON_WAV, KENNEDY_WAV, readWav } from './support/sound-files'
import { test, withTinyVoice } from './support/tiny-test'

interface Embedding {
  readonly vector: readonly number[]
  /** Each call's time in turn: the first opens the runtime and the encoder, the browser compiles during the next. */
  readonly times: readonly number[]
}

/** By the fourth call the browser has compiled everything. */
const TIMED_CALLS = 6

function workerAddress(): string {
  const name = readdirSync(resolve(DIST_FOLDER, 'assets')).find((file) => /^analysis\.worker-.*\.js$/.test(file))
  if (name === undefined) throw new Error('The build has no analysis worker.')
  return `assets/${name}`
}

/** Embeds `calls` times in a worker of its own, in comlink's words, as the app's client would. */
function embedIn(page: Page, { samples, sampleRate }: EmbedRequest, calls = 1): Promise<Embedding> {
  return page.evaluate(
    async ({ address, pcm, rate, calls }) => {
      const worker = new Worker(new URL(address, document.baseURI), { type: 'module' })
      const embed = (id: string) =>
        new Promise<Float32Array>((answer, refuse) => {
          worker.onerror = () => { refuse(new Error('the worker died')) }
          worker.onmessage = ({ data }: MessageEvent<{ id?: string; value: { ok: boolean; value: Float32Array } }>) => {
            if (data.id !== id) return
            if (data.value.ok) answer(data.value.value)
            else refuse(new Error(JSON.stringify(data.value)))
          }
          const request = { samples: Float32Array.from(pcm), sampleRate: rate }
          worker.postMessage({ id, type: 'APPLY', path: ['embedSpeech'], argumentList: [{ type: 'RAW', value: request }] })
        })
      const times: number[] = []
      let vector: number[] = []
      for (let call = 0; call < calls; call++) {
        const startedAt = performance.now()
        vector = Array.from(await embed(String(call)))
        times.push(performance.now() - startedAt)
      }
      worker.terminate()
      return { vector, times }
    },
    { address: workerAddress(), pcm: Array.from(samples), rate: sampleRate, calls },
  )
}

/** Five seconds of a recording, from `startSeconds` on. */
function fiveSeconds(path: string, startSeconds: number): EmbedRequest {
  const { samples, sampleRate } = readWav(path)
  return { samples: samples.subarray(startSeconds * sampleRate, (startSeconds + 5) * sampleRate), sampleRate }
}

test('the built app tells two people apart', async ({ page }, info) => {
  await new AppPage(page).open()
  const him = await embedIn(page, fiveSeconds(KENNEDY_WAV, 0), TIMED_CALLS)
  const himAgain = await embedIn(page, fiveSeconds(KENNEDY_WAV, 5))
  const her = await embedIn(page, fiveSeconds(ALLISON_WAV, 0))
  info.annotations.push({ type: 'ms for 5 s of speech', description: him.times.map((ms) => ms.toFixed(0)).join(', ') })

  const score = (a: Embedding, b: Embedding) => speakerSimilarity(Float32Array.from(a.vector), Float32Array.from(b.vector))
  expect(score(him, him)).toBeCloseTo(1, 4)
  expect(score(him, himAgain)).toBeGreaterThan(score(him, her) + 0.2)
})

test('a take says how close it is to the recording of its voice, in words, here and in the history', async ({ page }) => {
  const app = await withTinyVoice(page)
  await app.speak('This sentence is long enough to tell whose voice it was spoken in.')
  const likeness = /^This take and the recording of Jack are (?!.*\d)\w.+\.$/
  await expect(app.listenPanel.getByText(likeness)).toBeVisible({ timeout: 60_000 })
  const { similarity, toldLikeness } = await app.details()
  for (const score of [similarity, toldLikeness]) expect(Math.abs(score!)).toBeLessThanOrEqual(1)
  await app.goTo('History')
  await expect(page.getByRole('article').getByText(likeness)).toBeVisible()
})
