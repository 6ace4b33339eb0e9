import {
  AudioSample, AudioSampleSource, FlacOutputFormat, Mp3OutputFormat, Mp4OutputFormat, OggOutputFormat, Output, Quality, StreamTarget,
  type MetadataTags, type OutputFormat, type StreamTargetChunk,
} from 'mediabunny'
import { openEncoder, type EncodedFormat } from './encoders'
import type { FileSink } from './file-sink'
import { finishMp3 } from './mp3-ends'
import { finishMp4, type Mp4Chapter } from './mp4-finish'
import type { SoundStream } from './sound-stream'

/** Encoders copy what waits in them for every frame: they get little at a time. */
const PIECE_SECONDS = 0.5
const CHUNK_BYTES = 1 << 20

export interface EncodedFile {
  readonly format: EncodedFormat
  readonly sampleRate: number
  /** FLAC only. */
  readonly bits: 16 | 24
  readonly tags: MetadataTags
  /** M4A only, which is a book then. */
  readonly chapters?: readonly Mp4Chapter[]
}

/** Parts of a file that are written over once all is known. */
interface Marks {
  moovAt: number
  moov: Uint8Array
  xingAt: number
  xing: Uint8Array<ArrayBuffer>
}

/** Encodes the sound into `sink`. Errors: those of `openEncoder`, and of the sink. */
export async function writeEncoded(file: EncodedFile, sound: SoundStream, sink: FileSink): Promise<void> {
  const { codec, bitrate } = await openEncoder(file.format, file.sampleRate)
  const marks: Marks = { moovAt: -1, moov: new Uint8Array(0), xingAt: -1, xing: new Uint8Array(0) }
  const target = new StreamTarget(
    new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => sink.write(data, position) }),
    { chunked: true, chunkSize: CHUNK_BYTES },
  )
  const output = new Output({ format: containerOf(file.format, marks), target })
  const source = new AudioSampleSource({ codec, ...(bitrate !== null && { quality: new Quality({ bitrate }) }) })
  output.addAudioTrack(source)
  output.setMetadataTags(file.tags)
  await output.start()
  const sampleCount = await encode(file, sound, source)
  await output.finalize()
  if (file.format === 'mp3') await finishMp3(sink, marks.xing, marks.xingAt, sampleCount)
  if (file.format === 'm4a') {
    await finishMp4(sink, { moov: marks.moov, moovAt: marks.moovAt, sampleCount, sampleRate: file.sampleRate, chapters: file.chapters ?? null })
  }
}

function containerOf(format: EncodedFormat, marks: Marks): OutputFormat {
  switch (format) {
    case 'mp3':
      return new Mp3OutputFormat({
        onXingFrame: (data, position) => {
          marks.xing = data.slice()
          marks.xingAt = position
        },
      })
    case 'opus':
      return new OggOutputFormat()
    case 'flac':
      return new FlacOutputFormat()
    case 'm4a':
      return new Mp4OutputFormat({
        fastStart: false,
        onMoov: (data, position) => {
          marks.moov = data.slice()
          marks.moovAt = position
        },
      })
  }
}

/** Gives the number of samples. */
async function encode({ format, sampleRate, bits }: EncodedFile, sound: SoundStream, source: AudioSampleSource): Promise<number> {
  const piece = Math.round(PIECE_SECONDS * sampleRate)
  let count = 0
  for await (const samples of sound) {
    for (let at = 0; at < samples.length; at += piece) {
      const floats = samples.slice(at, at + piece)
      const isShort = format === 'flac' && bits === 16
      const sample = new AudioSample({
        data: isShort ? shorts(floats) : floats,
        format: isShort ? 's16' : 'f32',
        numberOfChannels: 1,
        sampleRate,
        timestamp: count / sampleRate,
      })
      count += floats.length
      await source.add(sample)
      sample.close()
    }
  }
  return count
}

function shorts(samples: Float32Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))))
}
