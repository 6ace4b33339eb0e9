import { describe, expect, it } from 'vitest'
import { FRAME_SECONDS, joinFrames, measureFrames, speechBetween, speechOfFrames } from './speech-frames'

const RATE = 16_000
const FRAME = 512

/** Likelihoods of runs of frames. */
const likely = (...runs: readonly (readonly [likelihood: number, frames: number])[]) =>
  Float32Array.from(runs.flatMap(([likelihood, frames]) => Array<number>(frames).fill(likelihood)))

describe('speechOfFrames', () => {
  it('finds nothing in no frames, in unlikely ones and in a cough', () => {
    for (const likelihoods of [new Float32Array(0), likely([0.49, 100]), likely([0, 20], [1, 4], [0, 20])]) {
      expect(speechOfFrames({ likelihoods })).toEqual({ segments: [], speechSeconds: 0 })
    }
  })

  it('begins where speech is likely and ends where it is unlikely, with a little around it', () => {
    const { segments, speechSeconds } = speechOfFrames({ likelihoods: likely([0, 50], [0.6, 20], [0.4, 10], [0.3, 50]) })
    expect(segments).toHaveLength(1)
    expect(segments[0]!.startSeconds).toBeCloseTo(50 * FRAME_SECONDS - 0.06, 6)
    expect(segments[0]!.endSeconds).toBeCloseTo(80 * FRAME_SECONDS + 0.06, 6)
    expect(speechSeconds).toBeCloseTo(30 * FRAME_SECONDS + 0.12, 6)
  })

  it('does not begin where speech is only not unlikely', () => {
    expect(speechOfFrames({ likelihoods: likely([0, 10], [0.45, 50], [0, 10]) }).segments).toEqual([])
  })

  it('bridges a breath and keeps a pause', () => {
    expect(speechOfFrames({ likelihoods: likely([1, 30], [0, 8], [1, 30]) }).segments).toHaveLength(1)
    expect(speechOfFrames({ likelihoods: likely([1, 30], [0, 30], [1, 30]) }).segments).toHaveLength(2)
  })

  it('stays inside the recording', () => {
    const { segments } = speechOfFrames({ likelihoods: likely([1, 40]) })
    expect(segments).toEqual([{ startSeconds: 0, endSeconds: 40 * FRAME_SECONDS }])
  })
})

describe('speechBetween', () => {
  it('cuts what reaches over either time and tells the rest from the first on', () => {
    const segments = [{ startSeconds: 0, endSeconds: 2 }, { startSeconds: 3, endSeconds: 4 }, { startSeconds: 5, endSeconds: 9 }]
    expect(speechBetween({ segments, speechSeconds: 7 }, 1, 6)).toEqual({
      segments: [{ startSeconds: 0, endSeconds: 1 }, { startSeconds: 2, endSeconds: 3 }, { startSeconds: 4, endSeconds: 5 }],
      speechSeconds: 3,
    })
  })
})

describe('measureFrames', () => {
  it('measures the power of each frame and marks the clipped ones', () => {
    const samples = new Float32Array(3 * FRAME)
    samples.fill(0.5, FRAME, 2 * FRAME)
    samples.fill(1, 2 * FRAME + 100, 2 * FRAME + 110)
    const { powers, clipped } = measureFrames(samples, RATE, new Float32Array(3))
    expect([...powers]).toEqual([0, 0.25, Math.fround(10 / FRAME)])
    expect([...clipped]).toEqual([0, 0, 1])
  })
})

it('joins stretches into one recording', () => {
  const one = { likelihoods: Float32Array.of(0.25), powers: Float32Array.of(1), clipped: Uint8Array.of(1) }
  const two = { likelihoods: Float32Array.of(0.5, 0.75), powers: Float32Array.of(2, 3), clipped: Uint8Array.of(0, 1) }
  expect(joinFrames([one, two])).toEqual({
    likelihoods: Float32Array.of(0.25, 0.5, 0.75),
    powers: Float32Array.of(1, 2, 3),
    clipped: Uint8Array.of(1, 0, 1),
  })
})
