import { describe, expect, it } from 'vitest'
import { constructSpeech, soundsOf, SPOKEN, SPOKEN_OTHERWISE } from '#fixtures/constructed-speech'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { alignReadings } from './alignment'
import { prepareFitItem } from './fit-item'
import { trackPitch } from './pitch-track'

describe('a pitch track', () => {
  const glide = (second: number) => 110 + 70 * second

  it('follows a voice, and says where there is none', () => {
    const track = trackPitch(constructSpeech(SPOKEN, glide))
    const sounds = soundsOf(SPOKEN)
    expect(track.length).toBe(2 * sounds.length)
    let [right, counted] = [0, 0]
    track.forEach((hertz, at) => {
      const [before, sound, after] = [at - 4, at, at + 4].map((place) => sounds[Math.floor(place / 2)])
      // Next to an edge either is right.
      if (before !== sound || sound !== after || sound === undefined) return
      const expected = SPOKEN[sound]!.sound === 'hiss' ? 0 : glide(at / 80)
      counted += 1
      if (Math.abs(hertz - expected) <= 0.02 * expected) right += 1
    })
    expect(counted).toBeGreaterThan(40)
    expect(right / counted).toBeGreaterThan(0.95)
  })

  it('is silent where the sound is', () => {
    expect(new Set(trackPitch(new Float32Array(24_000)))).toEqual(new Set([0]))
  })
})

describe('an alignment', () => {
  it('finds the same sounds in another reading, by another voice', () => {
    const { windows, distance, mismatch } = alignReadings(constructSpeech(SPOKEN, () => 120), constructSpeech(SPOKEN_OTHERWISE, () => 210, 0.4))
    const [own, other] = [soundsOf(SPOKEN), soundsOf(SPOKEN_OTHERWISE)]
    const near = other.map((sound, frame) => [-1, 0, 1].some((by) => own[Math.floor((windows[2 * frame] ?? 0) / 2) + by] === sound))
    expect(near.filter(Boolean).length / near.length).toBeGreaterThan(0.95)
    expect(distance).toBeLessThan(0.5)
    expect(mismatch).toBeLessThan(0.8)
    expect([...windows]).toEqual([...windows].sort((a, b) => a - b))
  })

  it('says that other words are far off', () => {
    const [first, ...rest] = SPOKEN_OTHERWISE
    const same = alignReadings(constructSpeech(SPOKEN, () => 120), constructSpeech(SPOKEN_OTHERWISE, () => 150)).mismatch
    const others = alignReadings(constructSpeech(SPOKEN, () => 120), constructSpeech([...rest.toReversed(), first!], () => 150)).mismatch
    expect(others).toBeGreaterThan(1.2 * same)
  })
})

describe('a recording that is learned from', () => {
  const own = {
    samples: constructSpeech(SPOKEN, () => 120),
    frames: {
      // The number of the sound, twice.
      text: Float32Array.from(soundsOf(SPOKEN).flatMap((sound) => [sound, sound])),
      pitch: new Float32Array(2 * soundsOf(SPOKEN).length).fill(120),
      energy: new Float32Array(2 * soundsOf(SPOKEN).length),
    },
  }

  it('has what is said when, the pitch, and the loudness of the reading', () => {
    const { frames, samples } = prepareFitItem(constructSpeech(SPOKEN_OTHERWISE, () => 180, 0.3), { ...own, frames: { ...own.frames, energy: own.frames.energy.map((_, i) => i / 10) } })
    const other = soundsOf(SPOKEN_OTHERWISE)
    expect(samples.length).toBe(other.length * SAMPLES_PER_FRAME)
    const right = other.filter((sound, frame) => frames.text[2 * frame] === sound && frames.text[2 * frame + 1] === sound)
    expect(right.length / other.length).toBeGreaterThan(0.85)
    expect(frames.pitch.filter((hertz) => Math.abs(hertz - 180) < 4).length).toBeGreaterThan(70)
    const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)
    expect(rms(samples) / rms(own.samples)).toBeCloseTo(1, 3)
    expect([frames.pitch.length, frames.energy.length]).toEqual([2 * other.length, 2 * other.length])
  })

  it('has the energy on the scale of the reading', () => {
    // A reading of itself, whose energy is taken on one scale, has it on the same.
    const first = prepareFitItem(own.samples, { ...own, frames: { ...own.frames, energy: own.frames.energy.map((_, i) => Math.sin(i / 5)) } })
    const scaled = prepareFitItem(own.samples, { ...own, frames: { ...own.frames, energy: first.frames.energy.map((value) => 3 * value - 7) } })
    scaled.frames.energy.forEach((value, i) => { expect(value).toBeCloseTo(3 * first.frames.energy[i]! - 7, 2) })
  })

  it('is a second long at least', () => {
    expect(() => prepareFitItem(own.samples.subarray(0, 20_000), own)).toThrow(RangeError)
  })
})
