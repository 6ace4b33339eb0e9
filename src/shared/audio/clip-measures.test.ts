import { describe, expect, it } from 'vitest'
import { measureBackground } from './background-noise'
import { contentBandwidth } from './bandwidth'
import { createRandom } from './random'
import { estimateReverberation } from './reverberation'

const RATE = 24_000

/** Bursts of white noise of 0.3 s with pauses of 0.5 s between them, RMS `level` inside a burst. */
function bursts(count: number, level: number): Float32Array {
  const random = createRandom(3)
  return Float32Array.from({ length: Math.round((0.5 + count * 0.8) * RATE) }, (_, i) => {
    const t = i / RATE - 0.5
    return t >= 0 && t % 0.8 < 0.3 ? level * random.normal() : 0
  })
}

/** Noise whose envelope falls by 60 dB in `t60` seconds after each of `count` bursts. */
function decaying(count: number, t60: number): Float32Array {
  const random = createRandom(4)
  const period = 0.3 + 1.2
  return Float32Array.from({ length: Math.round(count * period * RATE) }, (_, i) => {
    const t = (i / RATE) % period
    const envelope = t < 0.3 ? 1 : 10 ** ((-3 * (t - 0.3)) / t60)
    return 0.2 * envelope * random.normal()
  })
}

function withNoise(samples: Float32Array, level: number): Float32Array {
  const random = createRandom(5)
  return samples.map((sample) => sample + level * random.normal())
}

describe('measureBackground', () => {
  it('hears nothing behind digital silence', () => {
    expect(measureBackground(bursts(5, 0.1), RATE)).toEqual({ noiseDbfs: -Infinity, snrDb: Infinity })
  })

  it('finds no speech in silence', () => {
    expect(measureBackground(new Float32Array(RATE), RATE).snrDb).toBe(-Infinity)
  })

  it.each([15, 20, 30, 40])('measures a signal %i dB over its noise', (snrDb) => {
    const noisy = withNoise(bursts(8, 0.1), 0.1 * 10 ** (-snrDb / 20))
    const measured = measureBackground(noisy, RATE)
    expect(Math.abs(measured.snrDb - snrDb)).toBeLessThan(1)
    expect(Math.abs(measured.noiseDbfs - (-20 - snrDb))).toBeLessThan(1)
  })
})

describe('contentBandwidth', () => {
  it('is 0 without speech', () => {
    expect(contentBandwidth(new Float32Array(RATE), RATE)).toBe(0)
  })

  it.each([3_400, 6_000, 10_000])('finds the edge of tones up to %i Hz', (edge) => {
    const tones = Float32Array.from({ length: 2 * RATE }, (_, i) => {
      let sum = 0
      for (let frequency = 300; frequency < edge; frequency += 200) sum += Math.sin((2 * Math.PI * frequency * i) / RATE + frequency ** 2)
      // Syllables without edges, which would click at all frequencies.
      return (sum / 100) * Math.sin((2 * Math.PI * i) / RATE) ** 2
    })
    expect(Math.abs(contentBandwidth(tones, RATE) - edge)).toBeLessThanOrEqual(200)
  })

  it('is all of it for white noise', () => {
    expect(contentBandwidth(bursts(3, 0.1), RATE)).toBe(12_000)
  })
})

describe('estimateReverberation', () => {
  it('says nothing where nothing decays', () => {
    expect(estimateReverberation(new Float32Array(RATE), RATE)).toBeNull()
    expect(estimateReverberation(withNoise(new Float32Array(2 * RATE), 0.1), RATE)).toBeNull()
  })

  it.each([0.3, 0.5, 0.8, 1.2])('reads a decay of %s s within a quarter', (t60) => {
    const estimate = estimateReverberation(decaying(12, t60), RATE) ?? NaN
    expect(Math.abs(estimate / t60 - 1)).toBeLessThan(0.25)
  })
})
