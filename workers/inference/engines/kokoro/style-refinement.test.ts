import { describe, expect, it, vi } from 'vitest'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { corrected, refineStyle, type Rendering } from './style-refinement'
import { predict, likeness, type VoiceAim, type VoiceForecast } from './voice-forecast'

/** Predicts that coordinates (x, y) are heard as the embedding (x, y), at one pitch. */
const forecast: VoiceForecast = {
  scale: Float32Array.of(1, 1),
  mean: Float32Array.of(0, 0, 90),
  parts: [{ points: Float32Array.of(1, 0, 0, 1), weights: Float32Array.of(1, 0, 0, 0, 1, 0), linear: 1, length: 1e-3 }],
}
const model = { forecast, restraint: { pitch: 0, distance: 0.001 } }
const aim: VoiceAim = { embedding: Float32Array.of(0.6, 0.8), semitones: 90 }
const start = Float64Array.of(0.6, 0.8)

/** A network that turns every voice by an angle that the forecast does not know of. */
const turned = (angle: number) => (coordinates: Float64Array | null): Promise<Rendering> => {
  const [x, y] = coordinates ?? start
  const heard = Float64Array.of(x! * Math.cos(angle) - y! * Math.sin(angle), x! * Math.sin(angle) + y! * Math.cos(angle), 90)
  return Promise.resolve({ heard, seconds: 2 })
}

describe('a forecast that was corrected', () => {
  it('tells of a tried style what was heard, but for the share that is taken for noise', () => {
    const heard = Float64Array.of(0.2, 0.9, 95)
    const predicted = predict(corrected(forecast, [{ coordinates: start, heard }]), start)
    for (const [output, before] of [0.6, 0.8, 90].entries()) {
      expect(predicted[output]).toBeCloseTo(before + (heard[output]! - before) / 1.1, 5)
    }
  })

  it('is as before far away from what was tried', () => {
    const far = Float64Array.of(40, 30)
    const predicted = predict(corrected(forecast, [{ coordinates: start, heard: Float64Array.of(9, 9, 99) }]), far)
    expect(Array.from(predicted)).toEqual([40, 30, 90])
  })
})

describe('refining', () => {
  it('fails where the voice as it is cannot be heard', async () => {
    await expect(refineStyle(model, start, aim, 3, () => Promise.resolve(null), () => undefined)).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('ends with the reason of whoever stops it, before another rendering', async () => {
    const render = vi.fn(turned(0.5))
    const stop = (round: number) => {
      if (round === 3) throw new MynaError('aborted')
    }
    await expect(refineStyle(model, start, aim, 6, render, stop)).rejects.toMatchObject({ code: 'aborted' })
    expect(render).toHaveBeenCalledTimes(2)
  })

  it('makes up for an error of the forecast by listening', async () => {
    const { first, best } = await refineStyle(model, start, aim, 6, turned(0.7), () => undefined)
    expect(first.likeness).toBeCloseTo(Math.cos(0.7), 5)
    expect(best.likeness).toBeGreaterThan(0.99)
  })

  it.each([[0.06, true], [0.04, false]])('takes a variant that gains %f: %s', async (gain, taken) => {
    const at = (cosine: number): Rendering => {
      const angle = Math.atan2(0.8, 0.6) + Math.acos(cosine)
      return { heard: Float64Array.of(Math.cos(angle), Math.sin(angle), 90), seconds: 2 }
    }
    const render = (coordinates: Float64Array | null) => Promise.resolve(at(coordinates ? 0.7 + gain : 0.7))
    const { first, best } = await refineStyle({ ...model, restraint: { pitch: 0, distance: 0 } }, start, aim, 2, render, () => undefined)
    expect(best !== first).toBe(taken)
  })

  it('keeps the voice where every variant is further away', async () => {
    const worse = async (coordinates: Float64Array | null): Promise<Rendering> =>
      coordinates ? { heard: Float64Array.of(-0.6, -0.8, 90), seconds: 2 } : turned(0.3)(null)
    const { first, best } = await refineStyle(model, start, aim, 6, worse, () => undefined)
    expect(best).toBe(first)
  })

  it.each([
    ['no speech', (): Rendering | null => null],
    ['far too long', (): Rendering | null => ({ heard: Float64Array.of(0.6, 0.8, 90), seconds: 9 })],
    ['far too short', (): Rendering | null => ({ heard: Float64Array.of(0.6, 0.8, 90), seconds: 0.5 })],
  ])('does not take a variant that is %s', async (_name, variant) => {
    const render = (coordinates: Float64Array | null) => (coordinates ? Promise.resolve(variant()) : turned(0.3)(null))
    const { first, best } = await refineStyle(model, start, aim, 4, render, () => undefined)
    expect(best).toBe(first)
  })

  it('says before every rendering which one it is', async () => {
    const rounds: number[] = []
    await refineStyle(model, start, aim, 4, turned(0.2), (round) => { rounds.push(round) })
    expect(rounds).toEqual([1, 2, 3, 4])
  })

  it('does not trade likeness for pitch', async () => {
    // The first style is heard as the aimed voice, but an octave too low; variants have its pitch and another voice.
    const render = (coordinates: Float64Array | null): Promise<Rendering> =>
      Promise.resolve({ heard: coordinates ? Float64Array.of(0.8, 0.6, 90) : Float64Array.of(0.6, 0.8, 78), seconds: 2 })
    const { best } = await refineStyle({ ...model, restraint: { pitch: 0.01, distance: 0 } }, start, aim, 4, render, () => undefined)
    expect(likeness(best.heard, aim)).toBeCloseTo(1, 5)
  })
})
