import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/shared/audio/random'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { alignReadings } from './alignment'
import { prepareFitItem } from './fit-item'
import { trackPitch } from './pitch-track'

const SAMPLE_RATE = 24_000
/** Formants in Hz. */
const VOWELS = { a: [800, 1200], i: [300, 2300], u: [320, 800], e: [500, 1900], o: [450, 850] } as const
type Vowel = keyof typeof VOWELS

interface Sound {
  /** Null is a hiss. */
  readonly vowel: Vowel | null
  /** Frames of 600 samples. */
  readonly frames: number
}

/** Harmonics of a pitch, as loud as formants let them be, or a hiss. */
function say(sounds: readonly Sound[], hertz: (second: number) => number, loudness = 1): Float32Array {
  const random = createRandom(1)
  let phase = 0
  let at = 0
  const total = sounds.reduce((sum, { frames }) => sum + frames, 0)
  const samples = new Float32Array(total * SAMPLES_PER_FRAME)
  for (const { vowel, frames } of sounds) {
    for (const end = at + frames * SAMPLES_PER_FRAME; at < end; at++) {
      const pitch = hertz(at / SAMPLE_RATE)
      phase += (2 * Math.PI * pitch) / SAMPLE_RATE
      if (vowel === null) {
        samples[at] = 0.03 * loudness * random.normal()
        continue
      }
      let sum = 0
      for (let k = 1; k * pitch < 4000; k++) {
        sum += Math.sin(k * phase) * VOWELS[vowel].reduce((weight, formant) => weight + Math.exp(-(((k * pitch - formant) / 150) ** 2)), 0.02)
      }
      samples[at] = loudness * (0.1 * sum + 0.001 * random.normal())
    }
  }
  return samples
}

const spoken: readonly Sound[] = [
  { vowel: 'a', frames: 8 }, { vowel: null, frames: 5 }, { vowel: 'i', frames: 10 }, { vowel: 'u', frames: 6 }, { vowel: null, frames: 4 }, { vowel: 'e', frames: 9 }, { vowel: 'o', frames: 7 },
]
const otherwise = spoken.map((sound, i) => ({ ...sound, frames: [12, 4, 7, 9, 6, 8, 11][i]! }))
/** Which sound each frame is of. */
const soundsOf = (sounds: readonly Sound[]) => sounds.flatMap(({ frames }, i) => Array.from({ length: frames }, () => i))

describe('a pitch track', () => {
  const glide = (second: number) => 110 + 70 * second

  it('follows a voice, and says where there is none', () => {
    const track = trackPitch(say(spoken, glide))
    const sounds = soundsOf(spoken)
    expect(track.length).toBe(2 * sounds.length)
    let [right, counted] = [0, 0]
    track.forEach((hertz, at) => {
      const [before, sound, after] = [at - 4, at, at + 4].map((place) => sounds[Math.floor(place / 2)])
      // Next to an edge either is right.
      if (before !== sound || sound !== after || sound === undefined) return
      const expected = spoken[sound]!.vowel === null ? 0 : glide(at / 80)
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
    const { windows, distance } = alignReadings(say(spoken, () => 120), say(otherwise, () => 210, 0.4))
    const [own, other] = [soundsOf(spoken), soundsOf(otherwise)]
    const near = other.map((sound, frame) => [-1, 0, 1].some((by) => own[Math.floor((windows[2 * frame] ?? 0) / 2) + by] === sound))
    expect(near.filter(Boolean).length / near.length).toBeGreaterThan(0.95)
    expect(distance).toBeLessThan(0.5)
    expect([...windows]).toEqual([...windows].sort((a, b) => a - b))
  })

  it('says that other words are far off', () => {
    const [first, ...rest] = otherwise
    const same = alignReadings(say(spoken, () => 120), say(otherwise, () => 150)).distance
    const others = alignReadings(say(spoken, () => 120), say([...rest.toReversed(), first!], () => 150)).distance
    expect(others).toBeGreaterThan(1.5 * same)
  })
})

describe('a recording that is learned from', () => {
  const own = {
    samples: say(spoken, () => 120),
    frames: {
      // The number of the sound, twice.
      text: Float32Array.from(soundsOf(spoken).flatMap((sound) => [sound, sound])),
      pitch: new Float32Array(2 * soundsOf(spoken).length).fill(120),
      energy: new Float32Array(2 * soundsOf(spoken).length),
    },
  }

  it('has what is said when, the pitch, and the loudness of the reading', () => {
    const { frames, samples } = prepareFitItem(say(otherwise, () => 180, 0.3), { ...own, frames: { ...own.frames, energy: own.frames.energy.map((_, i) => i / 10) } })
    const other = soundsOf(otherwise)
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
