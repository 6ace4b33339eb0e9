import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createNodeSession } from '#fixtures/bundle-context'
import { createRandom } from '../../src/shared/audio/random'
import { resample } from '../../src/shared/audio/resample'
import { speakerSimilarity } from '../../src/shared/audio/speaker-similarity'
import { decodeWav } from '../../src/shared/audio/wav'
import { createNoiseSuppressor, SUPPRESSOR_SAMPLE_RATE, type NoiseSuppressor, suppressAtAnyRate } from './noise-suppressor'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE, type SpeakerEncoder } from '../speaker-encoder/speaker-encoder'

function bytesOf(path: string): ArrayBuffer {
  const file = readFileSync(path)
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}

/** Six seconds of a recording at the suppressor's rate. */
function resampled(name: string): Float32Array {
  const { samples, sampleRate } = decodeWav(bytesOf(`e2e/fixtures/audio/${name}`))
  return resample(samples.subarray(0, 7 * sampleRate), sampleRate, SUPPRESSOR_SAMPLE_RATE).subarray(0, 6 * SUPPRESSOR_SAMPLE_RATE)
}
const recordings = new Map(['allison.wav', 'kennedy.wav'].map((name) => [name, resampled(name)]))
const speech = (name: string) => recordings.get(name) ?? new Float32Array(0)

const powerOf = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length

function withNoise(clean: Float32Array, snrDb: number): Float32Array {
  const random = createRandom(3)
  const level = Math.sqrt(powerOf(clean)) * 10 ** (-snrDb / 20)
  return clean.map((sample) => sample + level * random.normal())
}

/** Scale-invariant signal-to-distortion ratio, dB (Le Roux et al. 2019). */
function distortionDb(estimate: Float32Array, clean: Float32Array): number {
  const scale = estimate.reduce((sum, sample, i) => sum + sample * clean[i]!, 0) / (powerOf(clean) * clean.length)
  const error = estimate.map((sample, i) => sample - scale * clean[i]!)
  return 10 * Math.log10((scale ** 2 * powerOf(clean)) / powerOf(error))
}

describe('RNNoise', () => {
  let suppressor: NoiseSuppressor
  let encoder: SpeakerEncoder
  beforeAll(async () => {
    // The package only knows browsers.
    vi.stubGlobal('window', {})
    const { Rnnoise } = await import('@shiguredo/rnnoise-wasm')
    suppressor = createNoiseSuppressor(await Rnnoise.load())
    encoder = createSpeakerEncoder(await createNodeSession(bytesOf('workers/speaker-encoder/speaker-encoder.onnx')))
  })
  afterAll(() => { vi.unstubAllGlobals() })

  it('gives as many samples as it got, however few', () => {
    for (const length of [0, 1, 479, 480, 481, 2000]) expect(suppressor.suppress(new Float32Array(length))).toHaveLength(length)
  })

  it('leaves silence silent, and forgets one recording before the next', () => {
    expect(powerOf(suppressor.suppress(new Float32Array(4800)))).toBe(0)
    const noisy = withNoise(speech('allison.wav'), 5).subarray(0, 48_000)
    expect(suppressor.suppress(noisy)).toEqual(suppressor.suppress(noisy))
  })

  it('leaves every sound in its place', () => {
    const clean = speech('allison.wav').subarray(0, 2 * SUPPRESSOR_SAMPLE_RATE)
    const cleaned = suppressor.suppress(clean)
    const likenessAt = (lag: number) => clean.reduce((sum, sample, i) => sum + sample * (cleaned[i + lag] ?? 0), 0)
    const lags = Array.from({ length: 41 }, (_, index) => (index - 20) * 24)
    expect(lags.reduce((best, lag) => (likenessAt(lag) > likenessAt(best) ? lag : best), -480)).toBe(0)
  })

  it.each([
    { name: 'kennedy.wav', snrDb: 5, gainDb: 5 },
    { name: 'kennedy.wav', snrDb: 12, gainDb: 3 },
    { name: 'allison.wav', snrDb: 5, gainDb: 5 },
    { name: 'allison.wav', snrDb: 12, gainDb: 3 },
  ])('takes at least $gainDb dB of distortion from $name with noise $snrDb dB below it', ({ name, snrDb, gainDb }) => {
    const clean = speech(name)
    const noisy = withNoise(clean, snrDb)
    expect(distortionDb(suppressor.suppress(noisy), clean) - distortionDb(noisy, clean)).toBeGreaterThan(gainDb)
  })

  it.each([5, 12])('costs the voice less than a hundredth of its likeness to the clean one, at %i dB', async (snrDb) => {
    const clean = speech('kennedy.wav')
    const noisy = withNoise(clean, snrDb)
    const embed = (samples: Float32Array) => encoder.embed(resample(samples, SUPPRESSOR_SAMPLE_RATE, ENCODER_SAMPLE_RATE))
    const voice = await embed(clean)
    const before = speakerSimilarity(voice, await embed(noisy))
    expect(speakerSimilarity(voice, await embed(suppressor.suppress(noisy)))).toBeGreaterThan(before - 0.01)
  })

  it('works at the engines\' rate, too', () => {
    const clean = resample(speech('allison.wav'), SUPPRESSOR_SAMPLE_RATE, 24_000)
    const noisy = withNoise(clean, 5)
    const cleaned = suppressAtAnyRate(suppressor, noisy, 24_000)
    expect(cleaned).toHaveLength(noisy.length)
    expect(distortionDb(cleaned, clean) - distortionDb(noisy, clean)).toBeGreaterThan(3)
  })
})

it('lets go of its memory when a frame fails, and says what failed', () => {
  const destroy = vi.fn()
  const processFrame = () => { throw new WebAssembly.RuntimeError('unreachable') }
  const suppressor = createNoiseSuppressor({ frameSize: 480, createDenoiseState: () => ({ processFrame, destroy }) })
  expect(() => suppressor.suppress(new Float32Array(480))).toThrow(expect.objectContaining({ code: 'inference-failed' }))
  expect(destroy).toHaveBeenCalledOnce()
})
