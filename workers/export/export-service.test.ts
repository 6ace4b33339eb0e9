import { unzipSync } from 'fflate'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MemoryDirectory } from '#testing/storage/memory-opfs'
import { decodeElsewhere, lacksFfprobe, probe, type ProbedFile } from '#testing/export/ffprobe'
import { createPlace } from '#testing/export/place'
import { integratedLoudness } from '../../src/shared/audio/loudness'
import { createPeakMeter } from '../../src/shared/audio/true-peak'
import { decodeWav } from '../../src/shared/audio/wav'
import { readWavMetadata } from '../../src/shared/audio/wav-metadata'
import { MynaError } from '../../src/shared/protocol/errors'
import type { ExportRequest, ExportSource } from '../../src/shared/protocol/sound-export'
import { createExportService } from './export-service'
import { createSinks, memorySink } from './file-sink'

const RATE = 24_000
/** Bursts of a buzz with pauses between them, as speech has: loud peaks, a low mean. */
const sound = (seconds: number, pitch: number) => Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
  const time = i / RATE
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * time)) ** 2
  return 0.25 * syllable * (2 * ((time * pitch) % 1) - 1) * Math.cos(2 * Math.PI * 700 * time)
})
const chapters = [sound(3.1, 110), sound(2.3, 150), sound(1.77, 200)]

const request: ExportRequest = {
  shape: 'sound', format: 'wav', bits: 16, sampleRate: RATE, loudness: 'as-made', gapSeconds: 1,
  parts: chapters.slice(0, 1).map((samples) => ({ title: 'One', sampleRate: RATE, sampleCount: samples.length })),
  words: {
    statement: 'Synthetic speech, not a recording of a person. Engine: Tiny.', software: 'Myna 1', day: '2026-03-04', genre: 'Synthetic speech',
    sourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia', xmp: '<x/>',
  },
}
/** A pixel of 1 × 1 as a PNG. */
const COVER = Uint8Array.from(atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='), (letter) => letter.charCodeAt(0))
const book: ExportRequest = {
  ...request,
  shape: 'book',
  parts: ['Kapitel 1', '第二章', 'The end?'].map((title, i) => ({ title, sampleRate: RATE, sampleCount: chapters[i]!.length })),
  words: { ...request.words, title: 'Ein Büchlein', author: 'Ada', cover: { data: COVER, mimeType: 'image/png' } },
}
const source: ExportSource = { read: (part, start, end) => Promise.resolve(chapters[part]!.slice(start, end)) }

afterEach(() => { vi.useRealTimers() })

async function write(changes: Partial<ExportRequest> = {}, from: ExportSource = source): Promise<Uint8Array<ArrayBuffer>> {
  const told: number[] = []
  const outcome = await createExportService(() => Promise.resolve(() => Promise.resolve(memorySink()))).write({ ...request, ...changes }, from, (fraction) => told.push(fraction))
  if (!outcome.ok) throw new MynaError(outcome.error.code, outcome.error.detail)
  expect(told.at(-1)).toBe(1)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  return new Uint8Array(await outcome.value.arrayBuffer())
}

/** The tags of the file and of its sound: Ogg keeps them with the latter. */
const tagsOf = ({ format, streams }: ProbedFile) =>
  Object.fromEntries(Object.entries({ ...streams[0]?.tags, ...format.tags }).map(([name, text]) => [name.toLowerCase(), text]))

function levels(samples: Float32Array, sampleRate: number) {
  const peaks = createPeakMeter()
  peaks.push(samples)
  return { lufs: integratedLoudness(samples, sampleRate), peak: peaks.decibels() }
}

it('leaves on the disk the file that was asked for, and of one that fails nothing', async () => {
  const directory = new MemoryDirectory('', { freeBytes: 1e9, refusal: 0 })
  let next = 0
  const service = createExportService(() => createSinks(() => Promise.resolve(directory as unknown as FileSystemDirectoryHandle), () => `file-${next++}`))
  const left = () => (directory.children.get('exports') as MemoryDirectory).children.size
  const gone: ExportSource = { read: (part, start, end) => (part === 1 ? Promise.reject(new MynaError('record-missing', 'gone')) : source.read(part, start, end)) }
  for (const shape of ['sound', 'chapters'] as const) {
    expect(await service.write({ ...book, shape }, gone, () => undefined)).toMatchObject({ ok: false, error: { code: 'record-missing' } })
    expect(left()).toBe(0)
  }
  expect(await service.write({ ...book, shape: 'chapters' }, source, () => undefined)).toMatchObject({ ok: true })
  expect(left()).toBe(1)
})

it('fails with what the source says, and with `storage-full` where the disk is full', async () => {
  await expect(write({}, { read: () => Promise.reject(new MynaError('record-missing', 'gone')) })).rejects.toMatchObject({ code: 'record-missing' })
  const full = { ...memorySink(), write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }
  for (const format of ['wav', 'flac'] as const) {
    const outcome = await createExportService(() => Promise.resolve(() => Promise.resolve(full))).write({ ...request, format }, source, () => undefined)
    expect(outcome).toMatchObject({ ok: false, error: { code: 'storage-full' } })
  }
})

it.each([
  ['sound', 'wav'], ['sound', 'mp3'], ['sound', 'flac'], ['book', 'm4a'], ['chapters', 'wav'],
] as const)('writes %s (%s) straight into the file that was chosen, byte for byte as elsewhere', async (shape, format) => {
  // MP4 says when it was made.
  vi.useFakeTimers({ toFake: ['Date'] })
  const changes = { ...book, shape, format }
  const place = createPlace()
  const outcome = await createExportService(() => Promise.resolve(() => Promise.resolve(memorySink()))).writeTo(place.handle, { ...request, ...changes }, source, () => undefined)
  expect(outcome).toEqual({ ok: true, value: undefined })
  expect(Buffer.compare(place.bytes(), await write(changes))).toBe(0)
}, 120_000)

it('leaves the chosen file as it was where the sound fails, and says that the disk is full', async () => {
  const service = createExportService(() => Promise.resolve(() => Promise.resolve(memorySink())))
  const gone = createPlace()
  const rejecting = { read: () => Promise.reject(new MynaError('record-missing', 'gone')) }
  expect(await service.writeTo(gone.handle, request, rejecting, () => undefined)).toMatchObject({ ok: false, error: { code: 'record-missing' } })
  expect(gone.bytes()).toHaveLength(0)
  expect(await service.writeTo(createPlace(1000).handle, request, source, () => undefined)).toMatchObject({ ok: false, error: { code: 'storage-full' } })
})

it('says that a browser without an encoder for Opus has none', async () => {
  await expect(write({ format: 'opus' })).rejects.toMatchObject({ code: 'encoder-missing' })
})

it.each([16, 24, 32] as const)('writes WAV of %i bits with the sound as it is, and says in it that nobody said this', async (bits) => {
  const file = await write({ bits })
  const { samples, sampleRate } = decodeWav(file.buffer)
  expect(sampleRate).toBe(RATE)
  expect(samples).toHaveLength(chapters[0]!.length)
  const step = bits === 32 ? 0 : 0.51 / 2 ** (bits - 1)
  expect(samples.every((sample, i) => Math.abs(sample - chapters[0]![i]!) <= step)).toBe(true)
  expect(readWavMetadata(file.buffer)).toEqual({ info: { ISFT: 'Myna 1', ICMT: request.words.statement, ICRD: '2026-03-04', IGNR: 'Synthetic speech' }, xmp: '<x/>' })
})

it.each([
  ['podcast', -16, -1],
  ['audiobook', -19, -1],
  ['broadcast', -23, -1],
] as const)('brings sound to the loudness of a %s and keeps its peaks', async (loudness, target, ceiling) => {
  const { lufs, peak } = levels(decodeWav((await write({ loudness, bits: 24 })).buffer).samples, RATE)
  expect(Math.abs(lufs - target)).toBeLessThan(0.3)
  expect(peak).toBeLessThanOrEqual(ceiling)
})

it('keeps what ACX asks for: mean level, peaks, and an MP3 of 44.1 kHz', async () => {
  const { samples } = decodeWav((await write({ loudness: 'acx', bits: 24 })).buffer)
  const rms = 10 * Math.log10(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length)
  expect(rms).toBeGreaterThan(-23)
  expect(rms).toBeLessThan(-18)
  expect(levels(samples, RATE).peak).toBeLessThanOrEqual(-3)
})

it('leaves silence silent', async () => {
  const silent = { read: (_: number, start: number, end: number) => Promise.resolve(new Float32Array(end - start)) }
  expect(decodeWav((await write({ loudness: 'podcast' }, silent)).buffer).samples.every((sample) => sample === 0)).toBe(true)
})

describe.skipIf(lacksFfprobe)('another program', () => {
  it.each([
    ['wav', { sampleRate: 48_000, bits: 24 }, 'pcm_s24le', '48000', 1152],
    ['wav', {}, 'pcm_s16le', '24000', 384],
    ['flac', {}, 'flac', '24000', null],
    ['flac', { sampleRate: 48_000, bits: 24 }, 'flac', '48000', null],
    ['mp3', {}, 'mp3', '48000', 96],
    ['mp3', { loudness: 'acx' }, 'mp3', '44100', 192],
    ['m4a', {}, 'aac', '24000', 64],
  ] as const)('reads %s %o: length, codec, bit rate, and that it is synthetic', async (format, changes, codec, rate, kilobits) => {
    const file = await write({ format, ...changes })
    const probed = probe(file, format)
    expect(Math.abs(Number(probed.format.duration) - chapters[0]!.length / RATE)).toBeLessThan(0.05)
    expect(probed.streams[0]).toMatchObject({ codec_name: codec, sample_rate: rate })
    if (kilobits !== null) expect(Math.abs(Number(probed.streams[0]?.bit_rate) / 1000 - kilobits)).toBeLessThan(0.1 * kilobits)
    const tags = tagsOf(probed)
    expect(tags).toMatchObject({ comment: request.words.statement, genre: 'Synthetic speech', date: '2026-03-04' })
    expect(tags['encoder']).toBe('Myna 1')
    if (format !== 'wav') expect(Object.values(tags)).toContain(request.words.sourceType)
  })

  it.each(['mp3', 'm4a', 'flac'] as const)('decodes %s to the samples that went in, in their places', async (format) => {
    const decoded = decodeElsewhere(await write({ format, sampleRate: 24_000 }), format)
    const scale = format === 'mp3' ? 2 : 1
    // FFmpeg heeds an edit list at its beginning alone: what is left of the last frame of AAC follows.
    expect(decoded.length - scale * chapters[0]!.length).toBeGreaterThanOrEqual(0)
    expect(decoded.length - scale * chapters[0]!.length).toBeLessThan(format === 'm4a' ? 1024 : 1)
    let [product, wanted] = [0, 0]
    chapters[0]!.forEach((sample, i) => {
      product += sample * decoded[scale * i]!
      wanted += sample ** 2
    })
    // Lost is little; a shift of a millisecond would make this half.
    expect(product / wanted).toBeGreaterThan(0.9)
  })

  it('finds chapters, title, author and cover in a book, in both lists', async () => {
    const file = await write(book)
    const probed = probe(file, 'm4b')
    expect(probed.chapters.map(({ tags }) => tags?.title)).toEqual(['Kapitel 1', '第二章', 'The end?'])
    const starts = [0, 4.1, 7.4, 9.17]
    probed.chapters.forEach(({ start_time, end_time }, i) => {
      expect(Number(start_time)).toBeCloseTo(starts[i]!, 2)
      expect(Number(end_time)).toBeCloseTo(starts[i + 1]!, 1)
    })
    expect(Math.abs(Number(probed.format.duration) - 9.17)).toBeLessThan(0.05)
    expect(tagsOf(probed)).toMatchObject({ title: 'Ein Büchlein', artist: 'Ada', album: 'Ein Büchlein', comment: request.words.statement, major_brand: 'M4B ' })
    expect(probed.streams.map(({ codec_name }) => codec_name)).toContain('png')
    const text = new TextDecoder('latin1').decode(file)
    for (const box of ['chpl', 'chap', 'gmhd']) expect(text).toContain(box)
  })

  it('reads each file of a ZIP, numbered in order', async () => {
    const files = unzipSync(await write({ ...book, shape: 'chapters', format: 'mp3' }))
    expect(Object.keys(files)).toEqual(['1 Kapitel 1.mp3', '2 第二章.mp3', '3 The end.mp3'])
    Object.values(files).forEach((file, i) => {
      const probed = probe(file, 'mp3')
      expect(Math.abs(Number(probed.format.duration) - chapters[i]!.length / RATE)).toBeLessThan(0.05)
      expect(tagsOf(probed)).toMatchObject({ title: book.parts[i]!.title, album: 'Ein Büchlein', artist: 'Ada', track: `${i + 1}/3` })
    })
  })
})
