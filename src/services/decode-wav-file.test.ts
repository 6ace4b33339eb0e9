import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decodeWav, encodeWav16 } from '../shared/audio/wav'
import { decodeWavFile } from './decode-wav-file'

const RATE = 24_000
let decodedSeconds: number[]

/** A browser that decodes WAV files of the engines' rate, and says how much it was given at a time. */
beforeEach(() => {
  decodedSeconds = []
  vi.stubGlobal('OfflineAudioContext', class {
    decodeAudioData(bytes: ArrayBuffer) {
      const { samples, sampleRate } = decodeWav(bytes)
      decodedSeconds.push(samples.length / sampleRate)
      return Promise.resolve({ numberOfChannels: 1, sampleRate, getChannelData: () => samples })
    }
  })
})
afterEach(() => { vi.unstubAllGlobals() })

const going = () => new AbortController().signal
const ignore = () => undefined

/** Repeats only after 65,536 samples, which no piece is a multiple of: one that is put in a wrong place is seen. */
const ramp = (seconds: number) => Float32Array.from({ length: seconds * RATE }, (_, i) => ((i * 7919) % 65_536) / 32_768 - 1)

it('leaves to others what is no WAV file, or one with compressed sound', async () => {
  expect(await decodeWavFile(new Blob(['ID3 and then an MP3']), 100, going(), ignore)).toBeNull()
  const adpcm = new Uint8Array(encodeWav16(ramp(1), RATE))
  // Four bits a sample in blocks of 256 bytes.
  new DataView(adpcm.buffer).setUint16(32, 256, true)
  expect(await decodeWavFile(new Blob([adpcm]), 100, going(), ignore)).toBeNull()
})

it('refuses what is too long before it decodes any of it', async () => {
  const file = new Blob([encodeWav16(new Float32Array(11 * RATE), RATE)])
  await expect(decodeWavFile(file, 10, going(), ignore)).rejects.toMatchObject({ code: 'audio-too-long' })
  expect(decodedSeconds).toEqual([])
})

it('stops between two pieces when it is asked to', async () => {
  const controller = new AbortController()
  const file = new Blob([encodeWav16(new Float32Array(65 * RATE), RATE)])
  const stop = () => { controller.abort() }
  await expect(decodeWavFile(file, 100, controller.signal, stop)).rejects.toMatchObject({ code: 'aborted' })
  expect(decodedSeconds).toHaveLength(1)
})

it('decodes half a minute at a time, without a seam, and says how far it is', async () => {
  const samples = ramp(65)
  const progress: number[] = []
  const prompt = await decodeWavFile(new Blob([encodeWav16(samples, RATE)]), 100, going(), (fraction) => { progress.push(fraction) })
  expect(prompt?.sampleRate).toBe(RATE)
  expect(prompt?.samples.length).toBe(samples.length)
  expect(samples.findIndex((sample, i) => sample !== prompt?.samples[i])).toBe(-1)
  expect(Math.max(...decodedSeconds)).toBeLessThanOrEqual(32)
  expect(progress).toEqual([0, 30 / 65, 60 / 65])
})

it('takes what is there of a file whose header claims nothing or too much', async () => {
  for (const claimed of [0, 0xffff_ffff]) {
    const bytes = encodeWav16(ramp(2), RATE)
    new DataView(bytes).setUint32(40, claimed, true)
    const prompt = await decodeWavFile(new Blob([bytes]), 100, going(), ignore)
    expect(prompt?.samples.length).toBe(2 * RATE)
  }
})
