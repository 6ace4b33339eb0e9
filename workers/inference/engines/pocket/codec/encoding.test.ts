import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { bundleContext, engineCall, readBundleFolder } from '#fixtures/bundle-context'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { createRandom } from '../../../../../src/shared/audio/random'
import { FakeWorker } from '#testing/services/fake-worker'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { openPocketSource } from '../pocket-reader'
import type { PocketSource } from '../pocket-source'
import { openEncoderFrontThread } from './encoder-front-thread'
import { createEncoderFrontService } from './encoder-front-service'
import { encodeOnce, type EncoderContext } from './encoding'
import { createEncoderFront } from './encoder-front'

const plain = bundleContext(readBundleFolder('e2e/fixtures/pocket-tiny'))
const verdicts = { read: () => Promise.resolve(true), write: () => Promise.resolve() }
const alone: EncoderContext = { ...plain, loadKernels: loadNodeKernels, verdicts }
const random = createRandom(4)
/** Two pieces of six frames, and a third that is not full. */
const prompt = Float32Array.from({ length: 15 * 1920 - 700 }, () => 0.1 * random.normal())

let source: PocketSource
let workers: FakeWorker[]
let runs: number
beforeAll(async () => {
  source = await openPocketSource(plain.files)
})
beforeEach(() => {
  workers = []
  runs = 0
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** Encodes with the first half in a worker that does `trouble` before each piece. */
function encodeApart(trouble: (worker: FakeWorker) => void = () => undefined, opening: () => Promise<void> = () => Promise.resolve()) {
  const spawn = () => {
    const worker: FakeWorker = new FakeWorker(
      createEncoderFrontService(async () => {
        await opening()
        const part = await source.read('codec-encoder')
        const front = createEncoderFront(await loadNodeKernels(), part.weights(), source.configuration.samplesPerFrame)
        return () => {
          const run = front()
          return (audio) => {
            runs++
            trouble(worker)
            return run(audio)
          }
        }
      }),
    )
    workers.push(worker)
    return worker.asWorker()
  }
  return encodeOnce({ ...alone, spareThread: true }, source, prompt, engineCall(), (pack) => openEncoderFrontThread(pack, spawn)).then(({ rows }) => rows)
}

describe('the first half of the prompt encoder in a worker of its own', () => {
  it('leaves the prompt to the published graph where its files cannot be had, and ends its worker', async () => {
    const missing = () => Promise.reject(new MynaError('model-missing', 'mimi_encoder.onnx'))
    // The published graph is what is left without kernels.
    expect(await encodeApart(undefined, missing)).toHaveLength(15 * source.configuration.width)
    expect(runs).toBe(0)
    expect(workers.map(({ terminated }) => terminated)).toEqual([true])
  })

  it.each([1, 2])('does all again in one thread when the worker dies at piece %i', async (piece) => {
    const rows = await encodeApart((worker) => {
      if (runs === piece) worker.fail('gone')
    })
    expect(rows).toEqual((await encodeOnce(alone, source, prompt, engineCall())).rows)
    expect(workers.map(({ terminated }) => terminated)).toEqual([true])
  })

  it('gives the very same rows as one thread, and ends its worker', async () => {
    expect(await encodeApart()).toEqual((await encodeOnce(alone, source, prompt, engineCall())).rows)
    expect(runs).toBe(3)
    expect(workers.map(({ terminated }) => terminated)).toEqual([true])
  })
})
