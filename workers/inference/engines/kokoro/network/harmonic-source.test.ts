import { describe, expect, it } from 'vitest'
import { readVectors } from '#fixtures/official-vectors'
import { createHarmonicSource, SAMPLES_PER_PITCH } from './harmonic-source'
import type { NetworkWeights } from './network-weights'

const weightsOf = (mixture: readonly number[], offset: number) =>
  ({
    linear: () => ({ inputs: 9, outputs: 1, inputsFirst: true, values: Float32Array.from(mixture), scales: new Float32Array(0) }),
    vector: () => Float32Array.of(offset),
  }) as unknown as NetworkWeights

function soundOf(weights: NetworkWeights, pitch: Float32Array): Float32Array {
  const source = createHarmonicSource(weights)
  const sound = new Float32Array(pitch.length * SAMPLES_PER_PITCH)
  const phases = source.phases(pitch)
  const half = Math.floor(pitch.length / 2)
  source.fill(pitch, phases, sound, 0, half)
  source.fill(pitch, phases, sound, half, pitch.length)
  return sound
}

describe('the harmonic source', () => {
  it('is a constant where there is no voice', () => {
    expect([...soundOf(weightsOf(Array<number>(9).fill(1), 0.5), new Float32Array(4))]).toEqual(Array<number>(1200).fill(Math.fround(Math.tanh(0.5))))
  })

  it('turns as often as the pitch says, and an overtone as many times oftener', () => {
    for (const k of [1, 3]) {
      const sound = soundOf(weightsOf(Array.from({ length: 9 }, (_, i) => (i + 1 === k ? 1 : 0)), 0), new Float32Array(80).fill(200))
      const rises = sound.subarray(1).reduce((count, value, i) => count + Number(value > 0 && sound[i]! <= 0), 0)
      // One second but for the halves of the first and last stretch, in which the phase rests.
      expect(Math.abs(rises - k * 200 * (79 / 80))).toBeLessThanOrEqual(1)
      expect(Math.max(...sound)).toBeCloseTo(Math.tanh(0.1), 3)
    }
  })

  it('is what the published graph computes, but for its float32 phases', () => {
    // The mixture of the published weights; the reference holds every sixteenth sample (training/starter-network).
    const mixture = [-0.08154187, -0.18519667, -0.18263398, -0.17837206, -0.09873895, 0.08264039, 0.08743999, -0.39068547, -0.54774433]
    const reference = readVectors('e2e/fixtures/kokoro/sound-stages.safetensors')
    const sound = soundOf(weightsOf(mixture, -0.02945026010274887), reference('pitch')).filter((_, i) => i % 16 === 0)
    const expected = reference('source')
    const noise = expected.reduce((sum, value, i) => sum + (value - sound[i]!) ** 2, 0)
    const signal = expected.reduce((sum, value) => sum + value ** 2, 0)
    expect(sound.length).toBe(expected.length)
    expect(10 * Math.log10(signal / noise)).toBeGreaterThan(70)
  })
})
