import { describe, expect, it } from 'vitest'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import { createStageClock } from '../../../stage-clock'
import { decodeWithFallback } from './decoder-fallback'
import type { DecoderStream } from '../codec/block-decoder'
import { createFallback } from '../../on-gpu/fallback'
import { speakWithFallback } from './speech-fallback'
import type { SpeechModel } from '../language-model/speech-model'
import type { TextWeights } from '../language-model/text-attention'

const LATENT = 2
const timings = createStageClock()

/** Something that works until it is lost: `after` calls later, by `code`. */
function failing(after: number, code: 'device-lost' | 'inference-failed' = 'device-lost') {
  let calls = 0
  return () => {
    if (++calls > after) throw new MynaError(code, 'gone')
  }
}

/** A model whose latents tell all that its run has heard: the sum of it. */
function summing(beforeCall: () => void = () => undefined, beforeLatent: () => void = () => undefined): SpeechModel {
  return {
    maxPositions: 100,
    embed: (ids) => Promise.resolve(Float32Array.from(ids)),
    start(voice, limit) {
      let sum = voice?.positions ?? 0
      let positions = voice?.positions ?? 0
      return {
        get positions() {
          return positions
        },
        async prefill(embeddings, yieldPoint) {
          beforeCall()
          await yieldPoint?.()
          sum += embeddings.reduce((a, b) => a + b, 0)
          positions += embeddings.length
        },
        next(previous, { noise, steps, follow }) {
          beforeCall()
          sum += previous[0] ?? 0
          positions += 1
          const heard = sum
          return Promise.resolve({
            endLogit: limit,
            ...(follow && { textWeights: [{ layer: 0, head: 0, weights: Float32Array.of(heard) }] }),
            latent() {
              beforeLatent()
              return Promise.resolve(Float32Array.of(heard, (noise[0] ?? 0) * steps))
            },
          })
        },
        voiceState() {
          beforeCall()
          return Promise.resolve({ positions, caches: [Float32Array.of(sum)] })
        },
        end: () => undefined,
      }
    },
  }
}

function spare<T>(value: T) {
  const log: string[] = []
  const fallback = createFallback(() => {
    log.push('open')
    return Promise.resolve({ value, release: () => Promise.resolve(void log.push('release')) })
  })
  return { fallback, log }
}

/** Voice, text and five frames, each fed back. */
async function speak(model: SpeechModel) {
  const run = model.start({ positions: 7, caches: [] }, 50)
  await run.prefill(Float32Array.of(1, 2, 3))
  const latents: number[][] = []
  const looks: TextWeights[] = []
  let previous: Float32Array = Float32Array.of(5, 5)
  for (let frame = 0; frame < 5; frame++) {
    const next = await run.next(previous, { noise: Float32Array.of(frame), steps: 2, follow: 'all' }, timings)
    previous = await next.latent()
    latents.push([next.endLogit, ...previous])
    looks.push(...(next.textWeights ?? []))
  }
  return { latents, looks, positions: run.positions, state: await run.voiceState() }
}

describe('a language model whose GPU is lost', () => {
  it.each([0, 1, 3, 6])('says the same as one on the CPU when it goes in call %i', async (after) => {
    const { fallback, log } = spare(summing())
    expect(await speak(speakWithFallback(summing(failing(after)), fallback))).toEqual(await speak(summing()))
    expect(log).toEqual(['open'])
  })

  it.each([0, 2])('also when it goes while latent %i is sampled', async (after) => {
    const { fallback } = spare(summing())
    expect(await speak(speakWithFallback(summing(undefined, failing(after)), fallback))).toEqual(await speak(summing()))
  })

  it('can be stopped while the CPU hears the text', async () => {
    const run = speakWithFallback(summing(failing(0)), spare(summing()).fallback).start(null, 50)
    await expect(run.prefill(Float32Array.of(1), () => Promise.reject(new MynaError('aborted', 'stopped')))).rejects.toMatchObject({ code: 'aborted' })
  })

  it('starts later runs on the CPU at once', async () => {
    const { fallback } = spare(summing())
    const model = speakWithFallback(summing(failing(2)), fallback)
    await speak(model)
    const unheard = speakWithFallback({ ...summing(), start: () => { throw new Error('asked') } }, fallback)
    expect(await speak(unheard)).toEqual(await speak(summing()))
  })

  it('passes on every other failure, and opens nothing', async () => {
    const { fallback, log } = spare(summing())
    await expect(speak(speakWithFallback(summing(failing(2, 'inference-failed')), fallback))).rejects.toMatchObject({ code: 'inference-failed' })
    expect(log).toEqual([])
  })
})

/** A decoder with a memory of `memory` frames: each sample is the sum of the latents that it remembers. */
function remembering(memory: number, beforeCall: () => void = () => undefined): () => DecoderStream {
  return () => {
    let heard: number[] = []
    return {
      decode(latents) {
        beforeCall()
        const frames = Array.from({ length: latents.length / LATENT }, (_, i) => latents[i * LATENT] ?? 0)
        return Promise.resolve(Float32Array.from(frames, (frame) => {
          heard = [...heard, frame].slice(-memory)
          return heard.reduce((a, b) => a + b, 0)
        }))
      },
    }
  }
}

async function decode(start: () => DecoderStream): Promise<number[]> {
  const stream = start()
  const samples: number[] = []
  let frame = 0
  for (const frames of [1, 2, 4, 8, 12, 12, 12, 12, 5]) {
    const block = Float32Array.from({ length: frames * LATENT }, (_, i) => frame + Math.floor(i / LATENT))
    frame += frames
    samples.push(...(await stream.decode(block)))
    block.fill(NaN)
  }
  return samples
}

describe('a decoder whose GPU is lost', () => {
  it.each([0, 1, 5, 8])('sounds the same as one on the CPU when it goes in block %i', async (after) => {
    const { fallback } = spare(remembering(33))
    const start = decodeWithFallback(remembering(33, failing(after)), fallback, { latentDim: LATENT })
    expect(await decode(start)).toEqual(await decode(remembering(33)))
  })

  it('passes on every other failure', async () => {
    const { fallback, log } = spare(remembering(33))
    const start = decodeWithFallback(remembering(33, failing(2, 'inference-failed')), fallback, { latentDim: LATENT })
    await expect(decode(start)).rejects.toMatchObject({ code: 'inference-failed' })
    expect(log).toEqual([])
  })
})

describe('the fallback', () => {
  it('is opened once for all who take it, and released', async () => {
    const { fallback, log } = spare('cpu')
    expect(fallback.taken).toBe(false)
    expect(await Promise.all([fallback.take(), fallback.take()])).toEqual(['cpu', 'cpu'])
    expect(fallback.taken).toBe(true)
    await fallback.release()
    expect(log).toEqual(['open', 'release'])
  })

  it('may be tried again when opening it failed, and needs no release then', async () => {
    let tries = 0
    const fallback = createFallback(() =>
      ++tries === 1 ? Promise.reject(new MynaError('out-of-memory', '')) : Promise.resolve({ value: 'cpu', release: () => Promise.resolve() }),
    )
    await expect(fallback.take()).rejects.toMatchObject({ code: 'out-of-memory' })
    await fallback.release()
    expect(await fallback.take()).toBe('cpu')
  })
})
