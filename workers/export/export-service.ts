import { outcomeOf } from '../../src/shared/protocol/errors'
import type { ExportApi, ExportRequest, ExportSource, SoundFormat } from '../../src/shared/protocol/sound-export'
import { fileName } from './file-name'
import { MP3_SAMPLE_RATE, OPUS_SAMPLE_RATE, SHOP_SAMPLE_RATE } from './encoders'
import { openPlace, type FileSink, type OpenSink } from './file-sink'
import { levelFor, levelled, MOST_HEARINGS, partStarts, plannedSound, type SoundPlan, type SoundStream } from './sound-stream'
import { formatTags, wavTags, type Place } from './tags'
import { writeEncoded } from './write-encoded'
import { writeWav } from './write-wav'
import { createZipWriter } from './write-zip'

/** MIME types of single files; a book's is that of `m4a`. */
const TYPES: Readonly<Record<SoundFormat, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  opus: 'audio/ogg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
}

/** The export worker's behaviour. @param openSinks called once for every file that is asked for */
export function createExportService(openSinks: () => Promise<OpenSink>): ExportApi<Blob, FileSystemFileHandle> {
  return {
    write: (request, source, onProgress) =>
      outcomeOf(async () => {
        const open = await openSinks()
        const sink = await open()
        try {
          await writeInto(sink, request, countingSource(request, source, onProgress), () => Promise.resolve(open))
        } catch (thrown) {
          await sink.remove()
          throw thrown
        }
        const file = await sink.close()
        onProgress(1)
        return file.slice(0, undefined, request.shape === 'chapters' ? 'application/zip' : TYPES[formatOf(request)])
      }, 'export-failed'),

    writeTo: (place, request, source, onProgress) =>
      outcomeOf(async () => {
        const sink = await openPlace(place)
        await writeInto(sink, request, countingSource(request, source, onProgress), openSinks)
        await sink.close()
        onProgress(1)
      }, 'export-failed'),
  }
}

/** @param openSinks for the parts of a ZIP, which are written before they go into it */
function writeInto(sink: FileSink, request: ExportRequest, source: ExportSource, openSinks: () => Promise<OpenSink>): Promise<void> {
  return request.shape === 'chapters' ? writeChapters(request, source, sink, openSinks) : writeWhole(request, source, sink)
}

function formatOf({ shape, format }: ExportRequest): SoundFormat {
  return shape === 'book' ? 'm4a' : format
}

/** All parts as one file. */
async function writeWhole(request: ExportRequest, source: ExportSource, sink: FileSink): Promise<void> {
  const format = formatOf(request)
  const plan: SoundPlan = {
    parts: request.parts.map((part, index) => ({ index, part })),
    gapSeconds: request.gapSeconds,
    sampleRate: rateOf(format, request),
  }
  await writeSound({ ...request, format }, plan, source, sink)
}

/** Each part as a file of its own, in a ZIP; each is brought to the target by itself. */
async function writeChapters(request: ExportRequest, source: ExportSource, whole: FileSink, openSinks: () => Promise<OpenSink>): Promise<void> {
  const open = await openSinks()
  const zip = createZipWriter(whole)
  const total = request.parts.length
  for (const [index, part] of request.parts.entries()) {
    const sink = await open()
    try {
      const place = { title: part.title, number: index + 1, total }
      await writeSound(request, { parts: [{ index, part }], gapSeconds: 0, sampleRate: rateOf(request.format, request) }, source, sink, place)
      await zip.add(fileName(place, request.format), await sink.close())
    } finally {
      await sink.remove()
    }
  }
  await zip.finish()
}

/** Errors: those of `openEncoder`, of the source and of the sink. */
async function writeSound(request: ExportRequest, plan: SoundPlan, source: ExportSource, sink: FileSink, place?: Place): Promise<void> {
  const { format, bits, words } = request
  const { sampleRate } = plan
  const hear = () => plannedSound(plan, source)
  const level = await levelFor(request.loudness, sampleRate, hear)
  const sound: SoundStream = levelled(hear(), sampleRate, level)
  const starts = partStarts(plan)
  if (format === 'wav') {
    await writeWav({ bits, sampleRate, metadata: wavTags(words, place), expectedSamples: starts.at(-1) ?? 0 }, sound, sink)
    return
  }
  const chapters = plan.parts.map(({ part: { title } }, index) => ({ title, startSeconds: (starts[index] ?? 0) / sampleRate }))
  const tags = formatTags(format, words, place)
  const file = { format, sampleRate, bits: bits === 16 ? 16 : 24, tags } as const
  await writeEncoded(request.shape === 'book' ? { ...file, chapters } : file, sound, sink)
}

function rateOf(format: SoundFormat, { sampleRate, loudness, parts }: ExportRequest): number {
  switch (format) {
    case 'wav':
    case 'flac':
      return sampleRate
    case 'opus':
      return OPUS_SAMPLE_RATE
    case 'mp3':
      return loudness === 'acx' ? SHOP_SAMPLE_RATE : MP3_SAMPLE_RATE
    case 'm4a':
      return parts[0]?.sampleRate ?? sampleRate
  }
}

/** Tells the progress, as if the sound were measured as often as it may be. */
function countingSource({ parts, loudness }: ExportRequest, source: ExportSource, onProgress: (fraction: number) => void): ExportSource {
  const passes = loudness === 'as-made' ? 1 : 1 + MOST_HEARINGS
  const total = Math.max(1, passes * parts.reduce((sum, { sampleCount }) => sum + sampleCount, 0))
  let done = 0
  return {
    async read(part, start, end) {
      const samples = await source.read(part, start, end)
      done += end - start
      onProgress(Math.min(0.99, done / total))
      return samples
    },
  }
}
