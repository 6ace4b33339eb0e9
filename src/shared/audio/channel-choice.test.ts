import { describe, expect, it } from 'vitest'
import { chooseChannel, soundOfUse, type ChannelChoice } from './channel-choice'
import { createRandom } from './random'

const RATE = 16_000
const SECONDS = 12

/** Somebody who speaks between times, over a little noise of a microphone. */
function voice(turns: readonly (readonly [number, number])[], { hertz = 130, noise = 0.001, seed = 1 } = {}): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: SECONDS * RATE }, (_, i) => {
    const time = i / RATE
    const isSpeaking = turns.some(([start, end]) => time >= start && time < end) && time % 0.7 < 0.5
    return noise * random.normal() + (isSpeaking ? 0.3 * (2 * ((time * hertz) % 1) - 1) : 0)
  })
}
const always = [[0.5, 11.5]] as const
const mix = (a: Float32Array, b: Float32Array, gain: number) => a.map((sample, i) => sample + gain * (b[i] ?? 0))

const delayed = (samples: Float32Array, seconds: number) => samples.map((_, i) => samples[i - Math.round(seconds * RATE)] ?? 0)

const ada = voice(always)
const forms: readonly (readonly [string, readonly Float32Array[], ChannelChoice['best'], ChannelChoice['reason']])[] = [
  ['the same twice', [ada, ada], 'mix', 'alike'],
  ['the same, one quieter', [ada, ada.map((s) => s / 4)], 'mix', 'alike'],
  ['the same with a constant offset', [ada.map((s) => s + 0.1), ada], 1, 'other-noisier'],
  ['one upside down', [ada, ada.map((s) => -s)], 0, 'opposite'],
  ['one upside down and quieter', [ada.map((s) => -s / 3), ada], 0, 'opposite'],
  ['an empty right', [ada, new Float32Array(ada.length)], 0, 'other-empty'],
  ['an empty left', [new Float32Array(ada.length), ada], 1, 'other-empty'],
  ['a left that only leaks', [ada.map((s) => s / 1000), ada], 1, 'other-empty'],
  ['hiss on the right', [ada, mix(ada, voice([], { noise: 1, seed: 2 }), 0.05)], 0, 'other-noisier'],
  ['a little hiss on the left', [mix(ada, voice([], { noise: 1, seed: 2 }), 0.01), ada], 1, 'other-noisier'],
  ['hiss and nothing else on the left', [voice([], { noise: 0.1, seed: 2 }), ada], 1, 'other-noisier'],
  ['hum on the left', [mix(ada, Float32Array.from(ada, (_, i) => Math.sin((2 * Math.PI * 50 * i) / RATE)), 0.2), ada], 1, 'other-noisier'],
  ['two people, the second for longer', [voice([[0, 4]]), voice([[4.5, 12]], { hertz: 210, seed: 2 })], 1, 'two-voices'],
  ['two people who hear each other', [mix(voice([[0, 7]]), voice([[7.5, 12]], { hertz: 210, seed: 2 }), 0.2), mix(voice([[7.5, 12]], { hertz: 210, seed: 2 }), voice([[0, 7]]), 0.2)], 0, 'two-voices'],
  ['two people at once', [voice(always), delayed(voice(always, { hertz: 210, seed: 2 }), 0.31)], 1, 'two-voices'],
  ['one person before two microphones a step apart', [ada, mix(delayed(ada, 0.003), voice([], { seed: 3 }), 1)], 0, 'apart'],
]

describe('chooseChannel', () => {
  it.each(forms)('%s', (_, channels, best, reason) => {
    const choice = chooseChannel(channels, RATE)
    expect(choice).toMatchObject({ reason })
    expect(choice.best).toBe(best)
    if (reason === 'two-voices' || reason === 'opposite') expect(choice.offered).toEqual([0, 1])
  })

  it('goes by what was heard in each where that is known', () => {
    const heard = [{ segments: [], speechSeconds: 0 }, { segments: [{ startSeconds: 1, endSeconds: 9 }], speechSeconds: 8 }]
    expect(chooseChannel([ada, voice(always, { seed: 5, hertz: 300 })], RATE, heard)).toMatchObject({ best: 1, reason: 'other-noisier' })
  })

  it('has nothing to choose with one channel, or none', () => {
    expect(chooseChannel([ada], RATE)).toEqual({ best: 0, offered: [0], reason: 'alike' })
    expect(chooseChannel([], RATE)).toEqual({ best: 0, offered: [0], reason: 'alike' })
  })
})

describe('soundOfUse', () => {
  it('gives one channel as it is, and the mean of both', () => {
    const channels = [Float32Array.of(1, 0), Float32Array.of(0, 0.5)]
    expect(soundOfUse(channels, 1)).toBe(channels[1])
    expect(soundOfUse(channels, 'mix')).toEqual(Float32Array.of(0.5, 0.25))
    expect(soundOfUse([], 0)).toEqual(new Float32Array(0))
  })
})
