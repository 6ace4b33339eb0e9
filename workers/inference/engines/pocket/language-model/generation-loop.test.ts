import { describe, expect, it } from 'vitest'
import { engineCall } from '#fixtures/bundle-context'
import { createRandom } from '../../../../../src/shared/audio/random'
import type { Session } from '../../../../runtime/session'
import { float32, type TensorValue } from '../../../../runtime/tensor'
import { generateLatents, maxFramesFor, type GenerationOptions } from './generation-loop'
import { sampleLatent } from '../published/latent-sampler'
import type { SpeechRun } from './speech-model'

/** A run whose end logit is given per step; it remembers the latents it was fed. */
function scriptedRun(endLogits: readonly number[]) {
  const fed: Float32Array[] = []
  const run: Pick<SpeechRun, 'next'> = {
    next(previous, { noise, steps }) {
      fed.push(previous.slice())
      const conditioning = Float32Array.of(fed.length)
      return Promise.resolve({ endLogit: endLogits[fed.length - 1] ?? -9, latent: () => sampleLatent(flow, conditioning, noise, steps) })
    },
  }
  return { run, fed }
}

/** A flow whose velocity is ten times the conditioning. */
const flowCalls: Readonly<Record<string, TensorValue>>[] = []
const flow: Session = {
  inputNames: ['c', 's', 't', 'x'], outputNames: [], inputShapes: new Map(), release: () => Promise.resolve(),
  run(feeds) {
    flowCalls.push(feeds)
    const [value = 0] = feeds['c']?.data ?? []
    return Promise.resolve({ flow_dir: float32(new Float32Array(2).fill(10 * Number(value)), [1, 2]) })
  },
}

const options: GenerationOptions = { latentDim: 2, temperature: 0, steps: 1, endThreshold: -4, framesAfterEnd: 3, maxFrames: 20 }

async function collect(run: Pick<SpeechRun, 'next'>, changes: Partial<GenerationOptions> = {}, seed = 1, signal = new AbortController().signal) {
  const latents: Float32Array[] = []
  const generator = generateLatents(run, createRandom(seed), { ...options, ...changes }, engineCall(signal))
  for (;;) {
    const next = await generator.next()
    if (next.done) return { latents, end: next.value }
    latents.push(next.value)
  }
}

describe('generation loop', () => {
  it('stops between two frames when it is cancelled', async () => {
    const controller = new AbortController()
    const { run, fed } = scriptedRun([])
    const cancelling: typeof run = {
      next(...asked) {
        if (fed.length === 4) controller.abort()
        return run.next(...asked)
      },
    }
    await expect(collect(cancelling, {}, 1, controller.signal)).rejects.toMatchObject({ code: 'aborted' })
    expect(fed).toHaveLength(5)
  })

  it('gives up after the most frames a text may take, and says so', async () => {
    const { latents, end } = await collect(scriptedRun([]).run)
    expect(latents).toHaveLength(20)
    expect(end).toBe('runaway')
  })

  it.each([[6, 9], [7, 10], [11, 14]])('goes on for three frames after an end at step %i', async (endStep, frames) => {
    const { latents, end } = await collect(scriptedRun([...Array.from({ length: endStep }, () => -5), -3.9]).run)
    expect(latents).toHaveLength(frames)
    expect(end).toBe('ended')
  })

  it('takes a logit of -4 itself for no end', async () => {
    expect((await collect(scriptedRun(Array.from({ length: 20 }, () => -4)).run)).end).toBe('runaway')
  })

  it('hears no end in the first six frames', async () => {
    const { latents } = await collect(scriptedRun(Array.from({ length: 20 }, () => 0)).run)
    expect(latents).toHaveLength(9)
  })

  it('takes the end for one by the threshold that the model has', async () => {
    const logits = [...Array.from({ length: 8 }, () => -2), -0.5]
    expect((await collect(scriptedRun(logits).run, { endThreshold: -1 })).latents).toHaveLength(11)
  })

  it('counts from the first end, not from later ones', async () => {
    const before = Array.from({ length: 6 }, () => -5)
    expect((await collect(scriptedRun([...before, -5, 0, -5, 0, 0, 0]).run)).latents).toHaveLength(10)
  })

  it('is no runaway when the end comes in time but the frames after it do not all fit', async () => {
    const { latents, end } = await collect(scriptedRun([...Array.from({ length: 6 }, () => -5), 0]).run, { maxFrames: 8 })
    expect(latents).toHaveLength(8)
    expect(end).toBe('ended')
  })

  it('starts with NaN, the mark of the beginning, and then feeds back each latent', async () => {
    const { run, fed } = scriptedRun([])
    const { latents } = await collect(run, { maxFrames: 3 })
    expect(fed).toEqual([Float32Array.of(NaN, NaN), ...latents.slice(0, 2)])
    expect(latents[1]).toEqual(Float32Array.of(20, 20))
  })

  it('walks the flow from 0 to 1 in equal steps', async () => {
    flowCalls.length = 0
    const { latents } = await collect(scriptedRun([]).run, { maxFrames: 1, steps: 4 })
    expect(flowCalls.map((feeds) => [feeds['s']?.data[0], feeds['t']?.data[0]])).toEqual([[0, 0.25], [0.25, 0.5], [0.5, 0.75], [0.75, 1]])
    expect(latents[0]).toEqual(Float32Array.of(10, 10))
  })

  it('draws noise of the variance that the temperature says, the same for the same seed', async () => {
    const noiseOf = async (seed: number, temperature: number) => {
      const { latents } = await collect(scriptedRun([]).run, { maxFrames: 2000, temperature }, seed)
      return latents.map((latent, i) => latent[0]! - 10 * (i + 1))
    }
    const noise = await noiseOf(3, 0.49)
    const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length
    // Standard error of a variance over n normal numbers: variance * sqrt(2 / n) = 0.0155; four of them.
    expect(Math.abs(variance - 0.49)).toBeLessThan(0.062)
    expect(await noiseOf(3, 0.49)).toEqual(noise)
    expect(await noiseOf(4, 0.49)).not.toEqual(noise)
    expect(new Set(await noiseOf(3, 0))).toEqual(new Set([0]))
  })
})

describe('the most frames of a text', () => {
  it.each([[0, 25], [12, 75], [50, 234]])('%i tokens may take %i frames', (tokens, frames) => {
    expect(maxFramesFor(tokens, 12.5)).toBe(frames)
  })
})
