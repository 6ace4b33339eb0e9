import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { hashedFloats } from '#fixtures/hashed-numbers'
import { readVectors } from '#fixtures/official-vectors'
import { createSpeakerLoss, type SpeakerLoss } from './speaker-loss'

// PyTorch's gradient with the weights of the shipped graph: training/starter-voice-fit/speaker_gradient.py.
const reference = readVectors('e2e/fixtures/kokoro/speaker-gradient.safetensors')
const KEPT = 4
const RATE = 24_000

const noise = hashedFloats('noise', RATE, 0.02)
const sound = Float32Array.from({ length: RATE }, (_, i) => {
  let voice = 0
  for (let k = 1; k <= 20; k++) voice += Math.sin((2 * Math.PI * k * 140 * i) / RATE) / k
  return Math.fround(0.1 * voice * (0.6 + 0.4 * Math.cos((8 * Math.PI * i) / RATE))) + noise[i]!
})
const hashed = hashedFloats('person', 128)
const person: Float32Array = hashed.map((value) => value / Math.hypot(...hashed))

describe('how far a sound is from a person', () => {
  let speakers: SpeakerLoss
  beforeAll(() => { speakers = createSpeakerLoss(readFileSync('workers/speaker-encoder/speaker-encoder.onnx')) })

  function compared(heard: Float32Array, other = person) {
    const comparison = speakers.start(heard, other)
    for (let step = 0; step < comparison.steps; step++) comparison.run(step, step + 1)
    return comparison.result
  }

  it('is what PyTorch says, and so is its gradient', () => {
    const { loss, gradient } = compared(sound)
    expect(Math.abs(loss - reference('loss')[0]!)).toBeLessThan(1e-5)
    expect(gradient).toHaveLength(RATE)
    const expected = reference('gradient')
    const [off, size] = expected.reduce(([o, s], value, i) => [o + (gradient[i * KEPT]! - value) ** 2, s + value ** 2] as const, [0, 0] as readonly [number, number])
    expect(Math.sqrt(off / size)).toBeLessThan(1e-3)
  })

  it('is nothing for the person, whatever the level', () => {
    expect(compared(sound.map((value) => value / 20), reference('vector')).loss).toBeLessThan(1e-3)
  })

  it('grows less where the sound goes against the gradient', () => {
    const { loss, gradient } = compared(sound)
    const length = Math.hypot(...gradient)
    const nearer = sound.map((value, i) => value - (0.02 * gradient[i]!) / length)
    expect(compared(nearer).loss).toBeLessThan(loss)
  })

  it('does not take another graph for the encoder', () => {
    expect(() => createSpeakerLoss(new Uint8Array(8))).toThrow(expect.objectContaining({ code: 'model-mismatch' }) as Error)
  })
})
