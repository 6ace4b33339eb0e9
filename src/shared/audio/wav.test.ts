import { describe, expect, it } from 'vitest'
import { wavLayout } from './files/wav-layout'
import { decodeWav, encodeWav16, encodeWavFloat32, pcmBytes, wavHeader, WavError } from './wav'

/** Builds a file byte by byte, so that the reader is not tested against our own writer. */
function wavBytes(fields: { encoding: number; channels: number; rate: number; bits: number; data: number[]; claim?: number }): ArrayBuffer {
  const { encoding, channels, rate, bits, data, claim = data.length } = fields
  const u16 = (n: number) => [n & 255, n >> 8]
  const u32 = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24]
  const text = (tag: string) => [...new TextEncoder().encode(tag)]
  const block = (channels * bits) / 8
  const format = [...u16(encoding), ...u16(channels), ...u32(rate), ...u32(rate * block), ...u16(block), ...u16(bits)]
  const odd = [...text('junk'), ...u32(3), 1, 2, 3, 0]
  const body = [...text('WAVE'), ...odd, ...text('fmt '), ...u32(16), ...format, ...text('data'), ...u32(claim), ...data]
  return new Uint8Array([...text('RIFF'), ...u32(body.length), ...body]).buffer
}

const at = (file: ArrayBuffer, start: number, length: number) => String.fromCharCode(...new Uint8Array(file, start, length))

describe('decodeWav', () => {
  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['text', new TextEncoder().encode('these are certainly not samples').buffer],
    ['a WAV without data', encodeWav16(new Float32Array(0), 8000).slice(0, 36)],
    ['8-bit samples', wavBytes({ encoding: 1, channels: 1, rate: 8000, bits: 8, data: [128, 128] })],
    ['no channels', wavBytes({ encoding: 1, channels: 0, rate: 8000, bits: 16, data: [0, 0] })],
    ['A-law', wavBytes({ encoding: 6, channels: 1, rate: 8000, bits: 16, data: [0, 0] })],
  ])('refuses %s with code audio-undecodable', (_, file) => {
    expect(() => decodeWav(file)).toThrow(WavError)
    expect(() => decodeWav(file)).toThrow(expect.objectContaining({ code: 'audio-undecodable' }))
  })

  it('gives what is there when the data chunk claims more', () => {
    const file = wavBytes({ encoding: 1, channels: 1, rate: 8000, bits: 16, data: [0, 0x40, 0, 0xc0, 9], claim: 4000 })
    expect([...decodeWav(file).samples]).toEqual([0.5, -0.5])
  })

  it('reads 16, 24 and 32-bit integers and floats with the same meaning', () => {
    const half = { 16: [0, 0x40, 0, 0xc0], 24: [0, 0, 0x40, 0, 0, 0xc0], 32: [0, 0, 0, 0x40, 0, 0, 0, 0xc0] }
    for (const bits of [16, 24, 32] as const) {
      const { samples, sampleRate } = decodeWav(wavBytes({ encoding: 1, channels: 1, rate: 44_100, bits, data: half[bits] }))
      expect([...samples]).toEqual([0.5, -0.5])
      expect(sampleRate).toBe(44_100)
    }
    const floats = [...new Uint8Array(Float32Array.of(0.5, -0.5).buffer)]
    expect([...decodeWav(wavBytes({ encoding: 3, channels: 1, rate: 8000, bits: 32, data: floats })).samples]).toEqual([0.5, -0.5])
  })

  it('reads the lowest bit of 24-bit samples', () => {
    const file = wavBytes({ encoding: 1, channels: 1, rate: 8000, bits: 24, data: [1, 0, 0, 0xff, 0xff, 0xff] })
    expect([...decodeWav(file).samples]).toEqual([2 ** -23, -(2 ** -23)])
  })

  it('mixes channels by their mean', () => {
    const file = wavBytes({ encoding: 1, channels: 2, rate: 8000, bits: 16, data: [0, 0x40, 0, 0, 0, 0x20, 0, 0xe0] })
    expect([...decodeWav(file).samples]).toEqual([0.25, 0])
  })
})

describe('encodeWav16', () => {
  it('rounds to the nearest step and clamps at full scale', () => {
    const file = encodeWav16(Float32Array.of(0, 1.6 / 32768, -1.4 / 32768, 1, -1, 7), 24_000)
    expect([...new Int16Array(file, 44)]).toEqual([0, 2, -1, 32767, -32768, 32767])
  })

  it('writes the canonical 44-byte header', () => {
    const file = encodeWav16(new Float32Array(3), 24_000)
    const header = new DataView(file)
    expect([at(file, 0, 4), at(file, 8, 8), at(file, 36, 4)]).toEqual(['RIFF', 'WAVEfmt ', 'data'])
    expect(file.byteLength).toBe(50)
    expect([4, 16, 24, 28, 40].map((offset) => header.getUint32(offset, true))).toEqual([42, 16, 24_000, 48_000, 6])
    expect([20, 22, 32, 34].map((offset) => header.getUint16(offset, true))).toEqual([1, 1, 2, 16])
  })

  it('keeps metadata in a LIST INFO chunk, in UTF-8, padded to even sizes', () => {
    const file = encodeWav16(Float32Array.of(0.5), 24_000, { metadata: { info: { INAM: 'Añb', ISFT: 'Myna' } } })
    const view = new DataView(file)
    expect([at(file, 36, 4), at(file, 44, 8)]).toEqual(['LIST', 'INFOINAM'])
    expect(view.getUint32(52, true)).toBe(5)
    expect([...new Uint8Array(file, 56, 6)]).toEqual([0x41, 0xc3, 0xb1, 0x62, 0, 0])
    expect(at(file, 62, 4)).toBe('ISFT')
    expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([file.byteLength - 8, 32])
    expect([...decodeWav(file).samples]).toEqual([0.5])
  })

  it('refuses a tag that RIFF cannot hold', () => {
    expect(() => encodeWav16(new Float32Array(1), 8000, { metadata: { info: { TOOLONG: 'x' } } })).toThrow(RangeError)
  })
})

describe('encodeWavFloat32', () => {
  it('keeps every sample bit for bit, above full scale too', () => {
    const samples = Float32Array.of(0.1, -1.5, 1e-30, 0)
    const file = encodeWavFloat32(samples, 48_000)
    expect(new DataView(file).getUint16(20, true)).toBe(3)
    expect(decodeWav(file)).toEqual({ samples, sampleRate: 48_000 })
  })
})

describe('the header of a file whose samples are not held', () => {
  it('is RF64 from 4 GB on, with the sizes in 64 bits', async () => {
    const sampleCount = 2 ** 31
    const header = wavHeader({ bits: 24, sampleRate: 48_000, sampleCount, metadata: { info: { ISFT: 'Myna' } } })
    const view = new DataView(header.buffer)
    expect(new TextDecoder().decode(header.subarray(0, 16))).toMatch(/^RF64.{4}WAVEds64$/s)
    expect(view.getBigUint64(20, true)).toBe(BigInt(header.length + 3 * sampleCount - 8))
    expect([view.getBigUint64(28, true), view.getBigUint64(36, true)]).toEqual([BigInt(3 * sampleCount), BigInt(sampleCount)])
    const sizeBytes = header.length + 3 * sampleCount
    const source = { sizeBytes, read: (start: number, end: number) => Promise.resolve(new DataView(Uint8Array.from({ length: Math.min(end, sizeBytes) - start }, (_, i) => header[start + i] ?? 0).buffer)) }
    expect(await wavLayout(source)).toMatchObject({ kind: 'blocks', sampleRate: 48_000, channelCount: 1, start: header.length, frames: sampleCount })
  })

  it('is followed by steps that are clamped and not wrapped', () => {
    expect([...new Int16Array(pcmBytes(Float32Array.of(-2, -1, 1, 2), 16).buffer)]).toEqual([-32_768, -32_768, 32_767, 32_767])
    expect([...pcmBytes(Float32Array.of(-2, 0.5, 2), 24)]).toEqual([0, 0, 0x80, 0, 0, 0x40, 0xff, 0xff, 0x7f])
  })
})
