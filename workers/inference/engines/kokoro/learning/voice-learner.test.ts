import { beforeEach, describe, expect, it } from 'vitest'
import { smallNetworkWeights } from '#fixtures/small-starter-network'
import { constructSpeech, soundsOf, SPOKEN, SPOKEN_OTHERWISE, type ConstructedSound } from '#fixtures/constructed-speech'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { VoicePrompt } from '../../../../../src/shared/protocol/engine'
import type { LearningState, LearnRequest } from '../../../../../src/shared/protocol/inference'
import type { KernelTeam } from '../../../../kernels/kernel-team'
import { createStageClock } from '../../../stage-clock'
import type { EngineCall } from '../../voice-engine'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from '../starter-voice-data'
import { OWN_PROSODY } from '../voice-prosody'
import type { OwnReading } from './fit-item'
import type { FittingCrop } from './fitting-network'
import { createStyleProjections } from './style-projections'
import { createVoiceLearner, type VoiceLearner } from './voice-learner'

const PACK = 'starter@1'
const RATE = 24_000
const FRAME = 600
/** Seven times in orders of their own: 9 s. */
const repeated = (sounds: readonly ConstructedSound[], first = 0) =>
  Array.from({ length: 7 }, (_, i) => sounds.map((_sound, j) => sounds[(j * (1 + ((first + i) % 6)) + i + first) % sounds.length]!)).flat()
/** The engine's own reading of sounds. */
function readingOf(sounds: readonly ConstructedSound[]): OwnReading {
  const text = Float32Array.from(soundsOf(sounds))
  return { samples: constructSpeech(sounds, () => 120), frames: { text, pitch: new Float32Array(2 * text.length).fill(120), energy: Float32Array.from({ length: 2 * text.length }, (_, i) => Math.sin(i / 9)) } }
}
const wholeReading = readingOf(repeated(SPOKEN))
const person = constructSpeech(repeated(SPOKEN_OTHERWISE), () => 190, 0.5)
const recording: VoicePrompt = { samples: person, sampleRate: RATE, words: 'All that is said here.' }
const table = Float32Array.from({ length: 510 * 256 }, (_, i) => Math.sin(i / 1000))
const before = writeStarterVoice(PACK, { table, prosody: OWN_PROSODY }, 'as it was found')
const projections = createStyleProjections(smallNetworkWeights)

describe('a learner of voices', () => {
  let learner: VoiceLearner
  let crops: FittingCrop[]
  let persons: (Float32Array | undefined)[]
  let heard: { readonly length: number; readonly of: Float32Array }[]
  let spokenWith: StarterVoice[]
  let spoken: (voice: StarterVoice) => Float32Array
  let own: OwnReading
  let readings: number
  let opened: number
  let fails: (() => boolean) | null

  beforeEach(() => {
    [crops, persons, heard, spokenWith, own, readings, opened, fails] = [[], [], [], [], wholeReading, 0, 0, null]
    spoken = () => new Float32Array(RATE)
    learner = createVoiceLearner({
      ground: {
        team: { lanes: 1 } as KernelTeam,
        readSentence: () => {
          readings += 1
          return Promise.resolve({ ...own, durations: new Int32Array() })
        },
      },
      packKey: PACK,
      openFitting: () => {
        opened += 1
        return Promise.resolve({
          projections,
          network: {
            compare(_work, styled, crop, voice) {
              if (fails?.()) return Promise.reject(new MynaError('aborted', 'stopped'))
              crops.push(crop)
              persons.push(voice)
              // Towards smaller numbers, by where they are and what is heard.
              return Promise.resolve({ loss: 1, gradients: styled.map((value, i) => value + 0.1 * Math.sin(i) + crop.samples.length / 1e6) })
            },
            distance: (_work, styled, crop) => Promise.resolve(styled.reduce((sum, value) => sum + value * value, 0) + crop.samples.length),
          },
        })
      },
      phonemize: () => Promise.resolve('həlˈO'),
      embedder: {
        open: () => Promise.resolve(),
        embed: (samples) => {
          heard.push({ length: samples.length, of: samples })
          return Promise.resolve(Float32Array.of(1, heard.length / 10))
        },
        release: () => Promise.resolve(),
      },
      readerFor: () => ({ pitchOf: () => Promise.resolve([new Float32Array(80).fill(120), new Float32Array(80).fill(140)]), secondsOf: () => Promise.resolve(9) }),
      speak: (voice) => {
        spokenWith.push(voice)
        return Promise.resolve(spoken(voice))
      },
    })
  })

  function learn(changes: Partial<LearnRequest> = {}, states: LearningState[] = []) {
    const { signal } = new AbortController()
    const call: EngineCall = { signal, yieldPoint: () => Promise.resolve(), onProgress: () => undefined, timings: createStageClock() }
    const request: LearnRequest = { prompt: recording, promptKey: 'prompt words', voice: before, from: null, steps: 8, until: 0, seed: 3, ...changes }
    return learner.learn(request, call, (state) => states.push(structuredClone(state)))
  }

  it('first says sentences with the voice as it was, which it leaves as it is but for the melody', async () => {
    const { state, voice, trial } = await learn()
    expect([state.step, trial.sentences.length, trial.sampleRate, voice.summary]).toEqual([0, 2, RATE, 'as it was found'])
    expect(readStarterVoice(voice, PACK)).toMatchObject({ table, prosody: { pitch: { person: { mean: expect.closeTo(Math.log(190), 1) as number } } } })
    expect(readStarterVoice(voice, PACK).deltas).toBeUndefined()
    expect(crops).toEqual([])
  })

  it('does not learn from the last seconds, which tell how near it is', async () => {
    const { trial } = await learn({ until: 8 })
    const [all, apart] = heard
    const whole = all!.length + apart!.length
    expect(whole).toBeGreaterThan(8 * RATE)
    expect(apart!.length / whole).toBeGreaterThan(0.2)
    const end = all!.of.byteOffset + 4 * all!.length
    for (const { samples, frames } of crops) {
      expect([samples.length, frames.text.length, frames.pitch.length, frames.energy.length]).toEqual([40 * FRAME, 40, 80, 80])
      expect(samples.byteOffset + samples.byteLength).toBeLessThanOrEqual(end)
    }
    // The vector of what is learned from is what is aimed at, that of the rest what is told.
    expect(new Set(persons)).toEqual(new Set([Float32Array.of(1, 0.1)]))
    expect(trial.likeness).toBeCloseTo(1 + 0.2 * 0.3, 6)
  })

  it('gives a voice whose rows are all moved alike, and which has the deltas', async () => {
    const { voice, state } = await learn({ until: 8 })
    const learned = readStarterVoice(voice, PACK)
    const moved = learned.table.map((value, i) => value - table[i]!)
    expect(Math.abs(moved[0]!)).toBeGreaterThan(1e-3)
    for (const i of [1, 7, 127]) expect(moved[256 * 300 + i]).toBeCloseTo(moved[i]!, 5)
    expect(moved.slice(128, 256)).toEqual(new Float32Array(128))
    expect(learned.deltas).toHaveLength(projections.count)
    expect(Math.hypot(...learned.deltas!)).toBeGreaterThan(0)
    expect([voice.summary, state.step]).toEqual(['learned in 8 steps', 8])
    expect(spokenWith[0]!.deltas).toHaveLength(projections.count)
  })

  it('says how far it has strayed from its own readings of before, in another visit as well', async () => {
    const [former, learned] = [constructSpeech(SPOKEN, () => 120), constructSpeech(SPOKEN_OTHERWISE, () => 120)]
    spoken = ({ deltas }) => (deltas ? learned : former)
    expect((await learn()).trial.strayed).toBeCloseTo(0, 5)
    const { state, trial } = await learn({ until: 2 })
    expect(trial.strayed).toBeGreaterThan(0.02)
    expect((await learn({ promptKey: 'another visit', from: state, until: 2 })).trial.strayed).toBe(trial.strayed)
  })

  it('tells of what it learned at every other step, and goes on from there to the very same voice, in another visit as well', async () => {
    const states: LearningState[] = []
    const whole = await learn({ until: 8 }, states)
    expect(states.map(({ step }) => step)).toEqual([2, 4, 6, 8])
    const resumed = await learn({ from: states[1]!, until: 8 })
    expect(resumed.state).toEqual(whole.state)
    expect(new Uint8Array(resumed.voice.data)).toEqual(new Uint8Array(whole.voice.data))
    expect(resumed.trial.distance).toBe(whole.trial.distance)
  })

  it('makes a recording ready once, however many stretches there are', async () => {
    const { state } = await learn({ until: 2 })
    await learn({ from: state, until: 4 })
    expect([readings, opened]).toEqual([1, 1])
    await learn({ promptKey: 'another' })
    expect([readings, opened]).toEqual([2, 1])
  })

  it('stops in the middle, and what was told of is enough to go on with', async () => {
    const states: LearningState[] = []
    fails = () => crops.length === 5
    await expect(learn({ until: 8 }, states)).rejects.toMatchObject({ code: 'aborted' })
    expect(states.at(-1)?.step).toBe(4)
    fails = null
    const { state } = await learn({ from: states.at(-1)!, until: 8 })
    expect(state).toEqual((await learn({ until: 8 })).state)
  })

  it('learns from all of a recording that is too short to keep anything apart', async () => {
    own = readingOf(repeated(SPOKEN).slice(0, 14))
    const samples = constructSpeech(repeated(SPOKEN_OTHERWISE).slice(0, 14), () => 190)
    await learn({ prompt: { ...recording, samples }, until: 2 })
    expect(heard[0]!.of).toEqual(heard[1]!.of)
    expect(heard[0]!.length).toBeGreaterThan(0.9 * samples.length)
  })

  it.each<[string, string, VoicePrompt]>([
    ['other words', 'words-mismatch', { ...recording, samples: constructSpeech(repeated(SPOKEN_OTHERWISE, 3), () => 190) }],
    ['noise', 'words-mismatch', { ...recording, samples: constructSpeech([{ sound: 'hiss', frames: 400 }], () => 100) }],
    ['words that nobody knows', 'words-mismatch', { samples: person, sampleRate: RATE }],
    ['less than a second', 'prompt-too-short', { ...recording, samples: person.subarray(0, 0.9 * RATE) }],
  ])('refuses %s with %s, before any step', async (_what, code, prompt) => {
    await expect(learn({ prompt, until: 8 })).rejects.toMatchObject({ code })
    expect([crops, spokenWith]).toEqual([[], []])
  })

  it('refuses a voice of another pack', async () => {
    await expect(learn({ voice: { ...before, packKey: 'starter@2' } })).rejects.toMatchObject({ code: 'model-mismatch' })
  })
})
