import type { BlockDecoder } from './sound-layout'

/** How one sample is written. Integers of fewer bits than their bytes hold stand in the upper ones, as all containers want it. */
export type SampleEncoding = 'u8' | 's8' | 's16' | 's24' | 's32' | 's24-low' | 'f32' | 'f64' | 'alaw' | 'ulaw'

const bytes: Readonly<Record<SampleEncoding, number>> = {
  u8: 1, s8: 1, alaw: 1, ulaw: 1, s16: 2, s24: 3, s32: 4, 's24-low': 4, f32: 4, f64: 8,
}

export function bytesPerSample(encoding: SampleEncoding): number {
  return bytes[encoding]
}

/** The signed integer of so many bytes; null for a number of them that nothing writes. */
export function signedOf(byteCount: number): SampleEncoding | null {
  return ([null, 's8', 's16', 's24', 's32'] as const)[byteCount] ?? null
}

type SampleReader = (view: DataView, offset: number) => number

/** Decodes frames of interleaved samples. */
export function sampleDecoder(encoding: SampleEncoding, channelCount: number, isLittleEndian: boolean): BlockDecoder {
  const read = readerOf(encoding, isLittleEndian)
  const step = bytesPerSample(encoding)
  return (blocks) => {
    const frames = Math.floor(blocks.byteLength / (step * channelCount))
    return Array.from({ length: channelCount }, (_, channel) => {
      const samples = new Float32Array(frames)
      for (let frame = 0; frame < frames; frame++) samples[frame] = read(blocks, (frame * channelCount + channel) * step)
      return samples
    })
  }
}

function readerOf(encoding: SampleEncoding, little: boolean): SampleReader {
  switch (encoding) {
    case 'u8': return (view, at) => (view.getUint8(at) - 128) / 2 ** 7
    case 's8': return (view, at) => view.getInt8(at) / 2 ** 7
    case 's16': return (view, at) => view.getInt16(at, little) / 2 ** 15
    case 's24': return little
      ? (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23
      : (view, at) => ((view.getInt8(at) << 16) | view.getUint16(at + 1)) / 2 ** 23
    case 's32': return (view, at) => view.getInt32(at, little) / 2 ** 31
    case 's24-low': return (view, at) => view.getInt32(at, little) / 2 ** 23
    case 'f32': return (view, at) => view.getFloat32(at, little)
    case 'f64': return (view, at) => view.getFloat64(at, little)
    case 'alaw': return (view, at) => ALAW[view.getUint8(at)] ?? 0
    case 'ulaw': return (view, at) => ULAW[view.getUint8(at)] ?? 0
  }
}

/** ITU-T G.711, A-law: even bits are inverted; sign, three bits of exponent, four of mantissa; 13 bits of range. */
const ALAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55
  const exponent = (bits >> 4) & 7
  const mantissa = ((bits & 15) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1)
  return ((bits & 0x80) === 0 ? -magnitude : magnitude) / 2 ** 15
})

/** ITU-T G.711, µ-law: all bits are inverted; a bias of 33 (132 in 16 bits) was added before. */
const ULAW = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132
  return ((bits & 0x80) === 0 ? magnitude : -magnitude) / 2 ** 15
})
