import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as odd from '#fixtures/odd-sound-files'
import { clippedShare, peakOf } from '../../shared/audio/levels'
import { aiffOf, bytesOf, wavOf } from '#fixtures/written-sound-files'
import { readSoundFile } from './read-sound-file'
import { PIECE_SECONDS } from './recording-window'

const going = () => new AbortController().signal
const read = (file: Blob) => readSoundFile(file, { signal: going() })
const blob = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])
const tone = (seconds: number, rate: number, gain = 0.5) => Float32Array.from({ length: seconds * rate }, (_, i) => gain * Math.sin((2 * Math.PI * 440 * i) / rate))
const wav = (channels: readonly Float32Array[], rate: number, kind = 's16') => blob(wavOf({ kind, tag: kind.startsWith('f') ? 3 : 1 }, channels, rate))

/** Largest difference but for both ends, where the filter sees silence. */
const worst = (a: Float32Array, b: Float32Array) => peakOf(a.map((sample, i) => (i < 500 || i >= a.length - 500 ? 0 : sample - (b[i] ?? 0))))

/** A browser that plays nothing, or one that decodes anything to `channels`; both say how long a file is, or null. */
function stubBrowser(channels: readonly Float32Array[] | null, metadataSeconds: number | null) {
  const decodeAudioData = vi.fn(() =>
    channels
      ? Promise.resolve({ numberOfChannels: channels.length, sampleRate: 24_000, getChannelData: (channel: number) => channels[channel] })
      : Promise.reject(new DOMException('Unable to decode', 'EncodingError')),
  )
  vi.stubGlobal('OfflineAudioContext', class {
    readonly decodeAudioData = decodeAudioData
  })
  vi.stubGlobal('Audio', class {
    onloadedmetadata: () => void = vi.fn()
    onerror: () => void = vi.fn()
    readonly duration = metadataSeconds
    readonly removeAttribute = vi.fn()
    set src(_address: string) {
      queueMicrotask(() => {
        if (metadataSeconds === null) this.onerror()
        else this.onloadedmetadata()
      })
    }
  })
  return decodeAudioData
}

beforeEach(() => { stubBrowser(null, null) })
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a file that holds nothing to read', () => {
  const silentVideo = () => blob(odd.silentVideo.bytes)
  it.each([
    ['of 0 bytes', () => new Blob([]), 'file-empty'],
    ['with a picture and no sound', silentVideo, 'video-without-sound'],
    ['of text', () => new Blob(['These are words. '.repeat(500)]), 'file-not-sound'],
    ['of nothing that is known', () => blob(new Uint8Array(5000).map((_, i) => (i * 7919) % 251)), 'audio-undecodable'],
    ['of Speex', () => blob(bytesOf('OggS', new Uint8Array(24), 'Speex   1.2', new Uint8Array(99))), 'audio-codec-unsupported'],
    ['of a page', () => new Blob(['<!DOCTYPE html><title>No</title>']), 'file-not-sound'],
    ['of documents', () => new Blob(['PK\x03\x04 and so on']), 'file-not-sound'],
    ['with a head and no sound behind it', () => wav([new Float32Array(0)], 16_000), 'audio-empty'],
    ['whose sound is no numbers', () => wav([new Float32Array(16_000).fill(Number.NaN)], 16_000, 'f32'), 'audio-not-numbers'],
    ['with a damaged rate', () => wav([new Float32Array(99)], 2 ** 31 - 1), 'audio-undecodable'],
    ['of GSM', () => blob(odd.gsmWav.bytes), 'audio-gsm'],
    ['of Apple Lossless', () => blob(odd.alacM4a.bytes), 'audio-apple-lossless'],
    ['of Apple Lossless in CAF', () => blob(odd.alacCaf.bytes), 'audio-apple-lossless'],
    ['of AMR', () => new Blob(['#!AMR\n']), 'audio-amr'],
    ['of wideband AMR', () => new Blob(['#!AMR-WB\n']), 'audio-amr'],
    ['of WMA', () => blob(bytesOf('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c')), 'audio-wma'],
    ['of a dictation machine', () => new Blob(['\x03ds2 0000']), 'audio-dictation'],
    ['of MIDI', () => new Blob(['MThd\0\0\0\x06']), 'audio-notes'],
    ['of another codec', () => new Blob(['wvpk 0000']), 'audio-codec-unsupported'],
    ['of another codec in AIFF-C', () => blob(aiffOf('s16', 'QDM2', [new Float32Array(9)], 8000)), 'audio-codec-unsupported'],
  ])('%s gives its own reason', async (_, file, code) => {
    await expect(read(file())).rejects.toMatchObject({ code })
  })

  it('that went away after it was chosen says so', async () => {
    const file = wav([tone(1, 16_000)], 16_000)
    vi.spyOn(file, 'slice').mockImplementation(() => ({ arrayBuffer: () => Promise.reject(new DOMException('moved', 'NotReadableError')) }) as unknown as Blob)
    await expect(read(file)).rejects.toMatchObject({ code: 'file-gone', detail: 'moved' })
  })
})

describe('what only the browser plays', () => {
  it('is decoded by it in one go', async () => {
    stubBrowser([Float32Array.of(0.5, 0), Float32Array.of(0, 0.5)], 1)
    expect(await read(blob(odd.alacM4a.bytes))).toMatchObject({ channels: [Float32Array.of(0.5, 0), Float32Array.of(0, 0.5)], sampleRate: 24_000 })
  })

  it('is refused without decoding it where it is longer than half an hour', async () => {
    const decode = stubBrowser([new Float32Array(9)], 1801)
    await expect(read(blob(odd.alacM4a.bytes))).rejects.toMatchObject({ code: 'audio-too-long-whole' })
    expect(decode).not.toHaveBeenCalled()
  })
})

describe('a file that is read', () => {
  it('comes at 24 kHz, channel by channel, as it is', async () => {
    const file = wav([tone(2, 48_000), tone(2, 48_000, -0.25)], 48_000)
    const { channels, fileSeconds, startSeconds, lostSeconds, isCutOff } = await read(file)
    expect({ fileSeconds, startSeconds, lostSeconds, isCutOff }).toEqual({ fileSeconds: 2, startSeconds: 0, lostSeconds: 0, isCutOff: false })
    for (const [channel, gain] of [[0, 0.5], [1, -0.25]] as const) {
      const expected = tone(2, 24_000, gain)
      const samples = channels[channel] ?? new Float32Array(0)
      expect(samples).toHaveLength(48_000)
      expect(worst(samples, expected)).toBeLessThan(0.001)
    }
  })

  it('has no seam where two pieces meet', async () => {
    const samples = tone(7, 44_100)
    const { channels: [whole] } = await read(wav([samples], 44_100, 'f32'))
    const expected = tone(7, 24_000)
    expect(worst(whole ?? samples, expected)).toBeLessThan(0.001)
  })

  it('loses what is no number, and tells how much', async () => {
    const samples = tone(4, 24_000).fill(Number.NaN, 24_000, 36_000).fill(Infinity, 40_000, 42_400)
    const { channels: [read1], lostSeconds } = await read(wav([samples], 24_000, 'f32'))
    expect(lostSeconds).toBeCloseTo(0.6, 5)
    expect(read1?.every(Number.isFinite)).toBe(true)
    expect(read1?.slice(0, 100)).toEqual(samples.slice(0, 100))
  })

  it('is brought within full scale where floats reach beyond', async () => {
    const { channels: [samples] } = await read(wav([tone(1, 24_000, 3)], 24_000, 'f32'))
    expect(peakOf(samples ?? new Float32Array(0))).toBeCloseTo(0.99, 3)
  })

  it('is left as loud as it is where it was clipped, so that this is seen', async () => {
    const clipped = tone(1, 16_000, 5).map((sample) => Math.max(-1, Math.min(1, sample)))
    const { channels: [samples = clipped] } = await read(wav([clipped], 16_000))
    // Flat tops ripple at another rate; a warning needs a fiftieth of this.
    expect(clippedShare(samples)).toBeGreaterThan(0.009)
  })

  it('is refused where it is longer than four hours, before any of it is read', async () => {
    const judge = vi.fn(() => Promise.resolve(0))
    // 8,000 bytes at one sample a second would be more than two hours: nothing needs to be read to know.
    const bytes = wavOf({ kind: 'u8', tag: 1 }, [new Float32Array(15_000)], 1)
    await expect(readSoundFile(blob(bytes), { signal: going(), judge })).rejects.toMatchObject({ code: 'audio-too-long' })
    expect(judge).not.toHaveBeenCalled()
  })

  it('stops where it is asked to', async () => {
    await expect(readSoundFile(wav([tone(1, 8000)], 8000), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
    const controller = new AbortController()
    const fractions: (number | null)[] = []
    const onProgress = (fraction: number | null) => {
      fractions.push(fraction)
      controller.abort()
    }
    await expect(readSoundFile(wav([tone(30, 8000)], 8000), { signal: controller.signal, onProgress })).rejects.toMatchObject({ code: 'aborted' })
    expect(fractions).toHaveLength(1)
  })

  it('keeps of a long one the minutes that are judged best, and says where they are', async () => {
    // Almost ten pieces in 8 bits, written by hand for the sake of time; the sound is loudest in the fifth.
    const sound = Uint8Array.from({ length: 9.9 * PIECE_SECONDS * 24_000 }, (_, i) => 128 + (Math.floor(i / 24_000 / PIECE_SECONDS) === 4 ? 60 : 10) * (i % 2 ? 1 : -1))
    const file = blob(bytesOf(wavOf({ kind: 'u8', tag: 1, claimed: 0 }, [new Float32Array(0)], 24_000), sound))
    const judged: number[] = []
    const judge = ([piece = new Float32Array(0)]: readonly Float32Array[], sampleRate: number) => {
      judged.push(piece.length / sampleRate)
      return Promise.resolve(Math.max(...piece.subarray(0, 10_000)))
    }
    const { channels: [kept], startSeconds, fileSeconds } = await readSoundFile(file, { signal: going(), judge })
    expect(judged.map((seconds) => seconds.toFixed(2))).toEqual([...new Array<string>(9).fill('28.80'), '25.92'])
    expect(startSeconds).toBeCloseTo(PIECE_SECONDS, 5)
    expect(fileSeconds).toBeCloseTo(9.9 * PIECE_SECONDS, 3)
    expect((kept?.length ?? 0) / 24_000).toBeCloseTo(7 * PIECE_SECONDS, 3)
  })
})

const cases = resolve(import.meta.dirname, '../../../../shared/cases/sounds')

// The cases that need no browser; the others are a journey.
describe.runIf(existsSync(cases))('the reported files', () => {
  it.each([['a06-float64.wav', 1.5], ['a08-quicktime.aiff', 5.5], ['a10-ima-adpcm.wav', 7.9], ['a11-ms-adpcm.wav', 7.9], ['a18-24in32-extensible.wav', 3]])('%s is read', async (name, seconds) => {
    const { channels: [samples = new Float32Array(0)], fileSeconds } = await read(new Blob([readFileSync(resolve(cases, name))]))
    expect(fileSeconds).toBeCloseTo(seconds, 0)
    const peak = peakOf(samples)
    expect(peak).toBeGreaterThan(0.2)
    expect(peak).toBeLessThanOrEqual(1)
  })

  it.each([['a12-gsm610.wav', 'audio-gsm'], ['a15-note.amr', 'audio-amr'], ['a16-dictaphone.wma', 'audio-wma'], ['a19-video-without-sound.mp4', 'video-without-sound']])('%s is named', async (name, code) => {
    await expect(read(new Blob([readFileSync(resolve(cases, name))]))).rejects.toMatchObject({ code })
  })
})
