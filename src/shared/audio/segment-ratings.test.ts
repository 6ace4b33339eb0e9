import { expect, it } from 'vitest'
import { rateSegments } from './segment-ratings'
import { FRAME_SECONDS } from './speech-frames'

const FRAMES = 300

/** Speech of power 1 in frames 100 to 200 over a background of the given power. */
function recording(background: number, likelihood = 1) {
  const inside = (frame: number) => frame >= 100 && frame < 200
  return {
    likelihoods: Float32Array.from({ length: FRAMES }, (_, frame) => (inside(frame) ? likelihood : 0)),
    powers: Float32Array.from({ length: FRAMES }, (_, frame) => (inside(frame) ? 1 : background)),
    clipped: new Uint8Array(FRAMES),
  }
}
const segment = { startSeconds: 100 * FRAME_SECONDS, endSeconds: 200 * FRAME_SECONDS }
const worthOf = (frames: ReturnType<typeof recording>) => rateSegments(frames, [segment])[0]!.worth

it.each([
  { snrDb: 0, worth: 0.5 },
  { snrDb: 6, worth: 0.5 },
  { snrDb: 21, worth: 0.75 },
  { snrDb: 36, worth: 1 },
  { snrDb: 60, worth: 1 },
])('gives sure speech $snrDb dB over its background a worth of $worth', ({ snrDb, worth }) => {
  expect(worthOf(recording(10 ** (-snrDb / 10)))).toBeCloseTo(worth, 2)
})

it('gives half as sure speech a quarter less', () => {
  expect(worthOf(recording(1e-6, 0.5))).toBeCloseTo(0.75, 2)
})

it('takes one away for clipping', () => {
  const clipped = recording(1e-6)
  clipped.clipped[150] = 1
  expect(worthOf(clipped)).toBeCloseTo(0, 2)
})

it('calls speech without any background clear', () => {
  const frames = { likelihoods: new Float32Array(50).fill(1), powers: new Float32Array(50).fill(1), clipped: new Uint8Array(50) }
  expect(rateSegments(frames, [{ startSeconds: 0, endSeconds: 50 * FRAME_SECONDS }])[0]!.worth).toBe(1)
})
