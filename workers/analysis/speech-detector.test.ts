import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { constructedMusic } from '#fixtures/constructed-sounds'
import { joinSamples } from '../../src/shared/audio/join'
import { checkPrompt } from '../../src/shared/audio/prompt-check'
import { createRandom } from '../../src/shared/audio/random'
import { resample } from '../../src/shared/audio/resample'
import { speechOfFrames } from '../../src/shared/audio/speech-frames'
import { decodeWav } from '../../src/shared/audio/wav'
import type { Session } from '../runtime/session'
import { createSpeechDetector, DETECTOR_SAMPLE_RATE, type SpeechDetector } from './speech-detector'

function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(path)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}

function recording(name: string): Float32Array {
  const { samples, sampleRate } = decodeWav(bytesOf(`e2e/fixtures/audio/${name}`))
  return resample(samples, sampleRate, DETECTOR_SAMPLE_RATE)
}

const powerOf = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length

describe('the shipped graph', () => {
  let detector: SpeechDetector
  beforeAll(async () => {
    detector = createSpeechDetector(await createNodeSession(bytesOf('node_modules/@ricky0123/vad-web/dist/silero_vad_v6.onnx')))
  })

  const heardIn = async (samples: Float32Array) => speechOfFrames({ likelihoods: await detector.probabilities(samples) })

  it('says nothing about less than a frame', async () => {
    expect(await detector.probabilities(new Float32Array(511))).toHaveLength(0)
  })

  it('hears no speech in silence, noise and music', async () => {
    const random = createRandom(1)
    const sounds = [
      new Float32Array(2 * DETECTOR_SAMPLE_RATE),
      Float32Array.from({ length: 3 * DETECTOR_SAMPLE_RATE }, () => 0.05 * random.normal()),
      constructedMusic(8, DETECTOR_SAMPLE_RATE),
    ]
    for (const sound of sounds) expect((await heardIn(sound)).speechSeconds).toBe(0)
  })

  it('tells a clip of music that it is none of speech', async () => {
    const music = constructedMusic(8, DETECTOR_SAMPLE_RATE)
    expect(checkPrompt(music, DETECTOR_SAMPLE_RATE).figures.speechSeconds).toBeGreaterThan(1)
    const { findings } = checkPrompt(music, DETECTOR_SAMPLE_RATE, await heardIn(music))
    expect(findings[0]?.code).toBe('no-speech')
  })

  it.each(['kennedy.wav', 'allison.wav'])('hears most of %s as speech', async (name) => {
    const samples = recording(name)
    const { speechSeconds } = await heardIn(samples)
    expect(speechSeconds / (samples.length / DETECTOR_SAMPLE_RATE)).toBeGreaterThan(0.6)
  })

  it.each([5, 10])('finds speech under music that is %i dB lower, so that the music counts as background', async (snrDb) => {
    const spoken = recording('allison.wav')
    const pause = new Float32Array(1.5 * DETECTOR_SAMPLE_RATE)
    const speech = joinSamples([pause, spoken, pause])
    const music = constructedMusic(15, DETECTOR_SAMPLE_RATE).subarray(0, speech.length)
    const gain = Math.sqrt(powerOf(spoken) / powerOf(music)) * 10 ** (-snrDb / 20)
    const both = speech.map((sample, i) => sample + gain * (music[i] ?? 0))
    const heard = await heardIn(both)
    expect(heard.speechSeconds).toBeGreaterThan(7)
    expect(checkPrompt(both, DETECTOR_SAMPLE_RATE, heard).findings.map(({ code }) => code)).toContain('noisy')
  })
})

it('gives each frame the end of the one before and the state that came out of it', async () => {
  const inputs: Float32Array[] = []
  const states: number[] = []
  const session: Session = {
    inputNames: ['input', 'state', 'sr'], outputNames: ['output', 'stateN'], inputShapes: new Map(),
    run: ({ input, state }) => {
      inputs.push(input!.data as Float32Array)
      states.push((state!.data as Float32Array)[0]!)
      const output = { type: 'float32', data: Float32Array.of(inputs.length / 10), dims: [1, 1] } as const
      return Promise.resolve({ output, stateN: { type: 'float32', data: new Float32Array(256).fill(inputs.length), dims: [2, 1, 128] } })
    },
    release: () => Promise.resolve(),
  }
  const samples = Float32Array.from({ length: 1100 }, (_, i) => i + 1)
  const likely = await createSpeechDetector(session).probabilities(samples)
  expect([...likely].map((value) => value.toFixed(1))).toEqual(['0.1', '0.2'])
  expect(states).toEqual([0, 1])
  expect([...inputs[0]!]).toEqual([...new Float32Array(64), ...samples.subarray(0, 512)])
  expect([...inputs[1]!]).toEqual([...samples.subarray(512 - 64, 1024)])
})
