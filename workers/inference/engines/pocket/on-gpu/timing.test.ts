import { expect, it } from 'vitest'
import { timeDecoder, timeSpeech } from './timing'
import type { SpeechModel } from '../language-model/speech-model'

const shape = { latentDim: 2, width: 3 }

/** A clock that only work moves: call n takes `ms(n)`. */
function clock(ms: (call: number) => number) {
  let [time, calls] = [0, 0]
  return {
    now: () => time,
    work: () => { time += ms(calls++) },
    calls: () => calls,
  }
}

const decoderOn = ({ work }: ReturnType<typeof clock>) => () => ({
  decode(latents: Float32Array) {
    work()
    return Promise.resolve(latents)
  },
})

it('times decoding per frame, after the first calls, which compile', async () => {
  const ticking = clock((call) => [400, 300, 200, 24, 40, 32][call] ?? NaN)
  // The median of 24, 40 and 32 ms for four frames.
  expect(await timeDecoder(decoderOn(ticking), shape, ticking.now)).toBe(8)
})

it('stops early with what is hopelessly slow', async () => {
  const ticking = clock(() => 4000)
  expect(await timeDecoder(decoderOn(ticking), shape, ticking.now)).toBe(1000)
  expect(ticking.calls()).toBe(2)
})

it('times a step of the language model together with its flow', async () => {
  const ticking = clock(() => 5)
  const model: SpeechModel = {
    maxPositions: 100,
    embed: () => Promise.reject(new Error('not asked')),
    start: () => ({
      positions: 0,
      prefill: () => Promise.resolve(),
      next() {
        ticking.work()
        const latent = () => {
          ticking.work()
          return Promise.resolve(new Float32Array(2))
        }
        return Promise.resolve({ endLogit: 0, latent })
      },
      voiceState: () => Promise.reject(new Error('not asked')),
      end: () => undefined,
    }),
  }
  expect(await timeSpeech(model, shape, ticking.now)).toBe(10)
})
