/** RIFF WAVE files, as in "Multimedia Programming Interface and Data Specifications 1.0" (IBM, Microsoft, 1991). */

import { findChunks, readTag, writeTag, type RiffChunk } from './riff'
import { metadataChunks, type WavMetadata } from './wav-metadata'

/** Mono PCM and its rate in Hz. */
export interface DecodedWav {
  readonly samples: Float32Array
  readonly sampleRate: number
}

/** What else a file says. */
export interface WavOptions {
  readonly metadata?: WavMetadata
}

/** What is not a WAV file, or one of a kind that is not read here. The code is one of `protocol/errors.ts`. */
export class WavError extends Error {
  override readonly name = 'WavError'
  readonly code = 'audio-undecodable'
}

const FORMAT_PCM = 1
const FORMAT_FLOAT = 3
/** The real format then stands in the first two bytes of the sub-format GUID. */
const FORMAT_EXTENSIBLE = 0xfffe

/** Encodes mono PCM as 16-bit WAV: rounded to the nearest step, clamped at full scale. */
export function encodeWav16(samples: Float32Array, sampleRate: number, options: WavOptions = {}): ArrayBuffer {
  const { view, dataStart } = wavFile(FORMAT_PCM, 2, samples.length, sampleRate, options)
  // Every machine that runs WebAssembly in a browser is little-endian, as the file is: four times as fast as a DataView.
  const steps = new Int16Array(view.buffer, dataStart, samples.length)
  for (let i = 0; i < steps.length; i++) {
    steps[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] ?? 0) * 32768)))
  }
  return view.buffer
}

/** Encodes mono PCM as 32-bit float WAV: every sample survives bit for bit. */
export function encodeWavFloat32(samples: Float32Array, sampleRate: number, options: WavOptions = {}): ArrayBuffer {
  const { view, dataStart } = wavFile(FORMAT_FLOAT, 4, samples.length, sampleRate, options)
  samples.forEach((sample, i) => {
    view.setFloat32(dataStart + 4 * i, sample, true)
  })
  return view.buffer
}

/**
 * Reads 16, 24 and 32-bit integer and 32-bit float WAV. Several channels become one by their mean. A data chunk that
 * claims more than the file holds (a recording that was cut off) gives what is there.
 *
 * @throws {WavError} for anything else
 */
export function decodeWav(file: ArrayBuffer): DecodedWav {
  const view = new DataView(file)
  if (file.byteLength < 12 || readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') {
    throw new WavError('not a RIFF WAVE file')
  }
  const chunks = findChunks(view)
  const format = readFormat(view, chunks.get('fmt '))
  const data = chunks.get('data')
  if (!data) throw new WavError('no data chunk')

  const { channels, bytesPerSample, sampleRate } = format
  const frames = Math.floor(data.sizeBytes / (channels * bytesPerSample))
  const read = sampleReader(view, format)
  const samples = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) {
      sum += read(data.start + (frame * channels + channel) * bytesPerSample)
    }
    samples[frame] = sum / channels
  }
  return { samples, sampleRate }
}

interface Format {
  readonly encoding: number
  readonly channels: number
  readonly sampleRate: number
  readonly bytesPerSample: number
}

function readFormat(view: DataView, chunk: RiffChunk | undefined): Format {
  if (!chunk || chunk.sizeBytes < 16) throw new WavError('no format chunk')
  const named = view.getUint16(chunk.start, true)
  const encoding = named === FORMAT_EXTENSIBLE && chunk.sizeBytes >= 26 ? view.getUint16(chunk.start + 24, true) : named
  const channels = view.getUint16(chunk.start + 2, true)
  const sampleRate = view.getUint32(chunk.start + 4, true)
  const bits = view.getUint16(chunk.start + 14, true)
  const readable = encoding === FORMAT_FLOAT ? bits === 32 : encoding === FORMAT_PCM && [16, 24, 32].includes(bits)
  if (!readable || channels === 0 || sampleRate === 0) {
    throw new WavError(`encoding ${encoding} with ${bits} bits, ${channels} channels at ${sampleRate} Hz`)
  }
  return { encoding, channels, sampleRate, bytesPerSample: bits / 8 }
}

function sampleReader(view: DataView, { encoding, bytesPerSample }: Format): (offset: number) => number {
  if (encoding === FORMAT_FLOAT) return (offset) => view.getFloat32(offset, true)
  if (bytesPerSample === 2) return (offset) => view.getInt16(offset, true) / 2 ** 15
  if (bytesPerSample === 4) return (offset) => view.getInt32(offset, true) / 2 ** 31
  return (offset) => (view.getUint8(offset) | (view.getInt16(offset + 1, true) << 8)) / 2 ** 23
}

/** A complete file but for the samples: header and a data chunk that is still zeros. */
function wavFile(
  encoding: number,
  bytesPerSample: number,
  sampleCount: number,
  sampleRate: number,
  { metadata = {} }: WavOptions,
): { view: DataView<ArrayBuffer>; dataStart: number } {
  const dataBytes = sampleCount * bytesPerSample
  const header = headerBytes(encoding, bytesPerSample, dataBytes, sampleRate, metadata)
  const file = new Uint8Array(header.length + dataBytes + (dataBytes % 2))
  file.set(header)
  return { view: new DataView(file.buffer), dataStart: header.length }
}

/** What a WAV file of mono PCM begins with, for writers that do not hold its samples: see {@link pcmBytes}. */
export interface WavHeader {
  /** Integers of 16 or 24 bits, floats of 32. */
  readonly bits: 16 | 24 | 32
  readonly sampleRate: number
  readonly sampleCount: number
  readonly metadata?: WavMetadata
}

/**
 * Everything of the file before its first sample. Sound of 4 GB and more is RF64 (EBU Tech 3306, 2007): its sizes stand in a
 * `ds64` chunk.
 */
export function wavHeader({ bits, sampleRate, sampleCount, metadata = {} }: WavHeader): Uint8Array<ArrayBuffer> {
  return headerBytes(bits === 32 ? FORMAT_FLOAT : FORMAT_PCM, bits / 8, sampleCount * (bits / 8), sampleRate, metadata)
}

/** Mono PCM as the bytes of a WAV file's data: rounded to the nearest step and clamped, or the floats themselves. */
export function pcmBytes(samples: Float32Array, bits: 16 | 24 | 32): Uint8Array<ArrayBuffer> {
  if (bits === 32) return new Uint8Array(new Float32Array(samples).buffer)
  const steps = 2 ** (bits - 1)
  if (bits === 16) {
    return new Uint8Array(Int16Array.from(samples, (sample) => Math.max(-steps, Math.min(steps - 1, Math.round(sample * steps)))).buffer)
  }
  const bytes = new Uint8Array(3 * samples.length)
  for (let i = 0; i < samples.length; i++) {
    const step = Math.max(-steps, Math.min(steps - 1, Math.round((samples[i] ?? 0) * steps)))
    bytes[3 * i] = step
    bytes[3 * i + 1] = step >> 8
    bytes[3 * i + 2] = step >> 16
  }
  return bytes
}

const LARGEST_RIFF_BYTES = 0xffffffff
/** RIFF size, data size, sample count, and the length of a table that has no rows. */
const DS64_BYTES = 28

function headerBytes(encoding: number, bytesPerSample: number, dataBytes: number, sampleRate: number, metadata: WavMetadata): Uint8Array<ArrayBuffer> {
  const info = metadataChunks(metadata)
  const small = 12 + 24 + info.length + 8
  const isLarge = small + dataBytes > LARGEST_RIFF_BYTES
  const length = small + (isLarge ? 8 + DS64_BYTES : 0)
  const riffBytes = length + dataBytes + (dataBytes % 2) - 8
  const header = new Uint8Array(length)
  const view = new DataView(header.buffer)
  writeTag(view, 0, isLarge ? 'RF64' : 'RIFF')
  view.setUint32(4, isLarge ? LARGEST_RIFF_BYTES : riffBytes, true)
  writeTag(view, 8, 'WAVE')
  if (isLarge) {
    writeTag(view, 12, 'ds64')
    view.setUint32(16, DS64_BYTES, true)
    view.setBigUint64(20, BigInt(riffBytes), true)
    view.setBigUint64(28, BigInt(dataBytes), true)
    view.setBigUint64(36, BigInt(dataBytes / bytesPerSample), true)
  }
  const format = length - small + 12
  writeTag(view, format, 'fmt ')
  view.setUint32(format + 4, 16, true)
  view.setUint16(format + 8, encoding, true)
  view.setUint16(format + 10, 1, true)
  view.setUint32(format + 12, sampleRate, true)
  view.setUint32(format + 16, sampleRate * bytesPerSample, true)
  view.setUint16(format + 20, bytesPerSample, true)
  view.setUint16(format + 22, 8 * bytesPerSample, true)
  header.set(info, format + 24)
  writeTag(view, length - 8, 'data')
  view.setUint32(length - 4, isLarge ? LARGEST_RIFF_BYTES : dataBytes, true)
  return header
}
