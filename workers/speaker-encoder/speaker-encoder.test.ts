import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { joinSamples } from '../../src/shared/audio/join'
import { resample } from '../../src/shared/audio/resample'
import { holdsSeveralSpeakers, speakerWindows } from '../../src/shared/audio/several-speakers'
import { speakerSimilarity, TWO_PEOPLE_BELOW } from '../../src/shared/audio/speaker-similarity'
import { decodeWav } from '../../src/shared/audio/wav'
import { createNodeSession } from '#fixtures/bundle-context'
import type { Session } from '../runtime/session'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE, type SpeakerEncoder, listeningWindows } from './speaker-encoder'
import reference from './speaker-encoder.reference.json'

function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(path)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}

/** First and second half of a recording: one person twice. */
function halvesOf(name: string): readonly [Float32Array, Float32Array] {
  const wav = decodeWav(bytesOf(`e2e/fixtures/audio/${name}`))
  const samples = resample(wav.samples, wav.sampleRate, ENCODER_SAMPLE_RATE)
  const middle = samples.length >> 1
  return [samples.subarray(0, middle), samples.subarray(middle)]
}

/** The sound that `constructed_sound` in training/speaker-encoder/export.py makes. */
function constructedSound(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * ENCODER_SAMPLE_RATE }, (_, index) => {
    const time = index / ENCODER_SAMPLE_RATE
    const phase = 2 * Math.PI * (140 * time + 8 * Math.sin(2 * Math.PI * 0.7 * time))
    let sound = 0
    for (let k = 1; k <= 20; k++) sound += Math.sin(k * phase) / k
    return 0.1 * sound * (0.6 + 0.4 * Math.cos(2 * Math.PI * 4 * time))
  })
}

const norm = (vector: Float32Array) => Math.hypot(...vector)

describe('the shipped graph', () => {
  let encoder: SpeakerEncoder
  beforeAll(async () => {
    encoder = createSpeakerEncoder(await createNodeSession(bytesOf('workers/speaker-encoder/speaker-encoder.onnx')))
  })

  it('refuses less than a second', async () => {
    await expect(encoder.embed(new Float32Array(15_999))).rejects.toMatchObject({ code: 'prompt-too-short' })
  })

  it('makes a finite unit vector of silence', async () => {
    expect(norm(await encoder.embed(new Float32Array(16_000)))).toBeCloseTo(1, 5)
  })

  it('gives what PyTorch gave for the same sound', async () => {
    const embedding = await encoder.embed(constructedSound(3))
    expect(embedding).toHaveLength(reference.length)
    // Half-precision weights: cosines agree to a few parts in ten thousand.
    expect(speakerSimilarity(embedding, Float32Array.from(reference))).toBeGreaterThan(0.999)
  })

  it('hears the same voice at a fiftieth of the level', async () => {
    const [sound] = halvesOf('kennedy.wav')
    const quiet = sound.map((sample) => sample / 50)
    expect(speakerSimilarity(await encoder.embed(sound), await encoder.embed(quiet))).toBeGreaterThan(0.9999)
  })

  it('finds a person nearer to himself and herself than to each other', async () => {
    const [him, himAgain, her, herAgain] = await Promise.all(
      [...halvesOf('kennedy.wav'), ...halvesOf('allison.wav')].map((half) => encoder.embed(half)),
    )
    const same = [speakerSimilarity(him!, himAgain!), speakerSimilarity(her!, herAgain!)]
    const different = [him!, himAgain!].flatMap((his) => [her!, herAgain!].map((hers) => speakerSimilarity(his, hers)))
    expect(Math.min(...same)).toBeGreaterThan(TWO_PEOPLE_BELOW)
    expect(Math.max(...different)).toBeLessThan(TWO_PEOPLE_BELOW)
  })

  it('hears two people in a recording of two, and one in one of one', async () => {
    const [[him], [her]] = [halvesOf('kennedy.wav'), halvesOf('allison.wav')]
    const embedded = (sound: Float32Array) =>
      Promise.all(speakerWindows(sound, ENCODER_SAMPLE_RATE).map((window) => encoder.embed(window)))
    expect(holdsSeveralSpeakers(await embedded(joinSamples([him, her])))).toBe(true)
    for (const name of ['kennedy.wav', 'allison.wav']) {
      expect(holdsSeveralSpeakers(await embedded(joinSamples(halvesOf(name))))).toBe(false)
    }
  })
})

describe('long recordings', () => {
  /** Answers with the direction of the n-th axis for the n-th window. */
  function axisSession(heard: number[]): Session {
    return {
      inputNames: ['samples'], outputNames: ['embedding'], inputShapes: new Map(),
      run: ({ samples }) => {
        const data = new Float32Array(4)
        data[heard.length] = 1
        heard.push(samples!.data.length)
        return Promise.resolve({ embedding: { type: 'float32', data, dims: [1, 4] } })
      },
      release: () => Promise.resolve(),
    }
  }

  it('are heard in three parts whose mean direction counts', async () => {
    const heard: number[] = []
    const embedding = await createSpeakerEncoder(axisSession(heard)).embed(new Float32Array(200 * ENCODER_SAMPLE_RATE))
    expect(heard).toEqual([320_000, 320_000, 320_000])
    for (const axis of [0, 1, 2]) expect(embedding[axis]).toBeCloseTo(Math.sqrt(1 / 3), 6)
    expect(embedding[3]).toBe(0)
  })
})

describe('the windows', () => {
  it('leaves a short recording whole', () => {
    expect(listeningWindows(20, 20, 3)).toEqual([[0, 20]])
  })

  it('cuts a longer one into equal parts without a gap', () => {
    expect(listeningWindows(21, 20, 3)).toEqual([[0, 10], [11, 21]])
    expect(listeningWindows(60, 20, 3)).toEqual([[0, 20], [20, 40], [40, 60]])
  })

  it('spreads as many parts as are allowed over a very long one', () => {
    expect(listeningWindows(1000, 20, 3)).toEqual([[0, 20], [490, 510], [980, 1000]])
  })
})
