import { describe, expect, it } from 'vitest'
import { decodeWav, encodeWav16 } from './wav'
import { readWavMetadata } from './wav-metadata'

const samples = Float32Array.of(0.5, -0.5, 0.25)

/** A file of one list, spelled byte by byte. */
function listFile(kind: string, ...content: number[]): ArrayBuffer {
  const text = (tag: string) => [...new TextEncoder().encode(tag)]
  const body = [...text('WAVELIST'), content.length + 4, 0, 0, 0, ...text(kind), ...content]
  return new Uint8Array([...text('RIFF'), body.length, 0, 0, 0, ...body]).buffer
}

describe('reading what a file says about itself', () => {
  it.each([
    ['nothing at all', new ArrayBuffer(0)],
    ['another kind of file', new TextEncoder().encode('certainly not a WAV file').buffer],
    ['a file without metadata', encodeWav16(samples, 8000)],
    ['a list of another kind', listFile('adtl', 1, 2, 3, 4)],
  ])('finds nothing in %s', (_, file) => {
    expect(readWavMetadata(file)).toEqual({})
  })

  it('reads a text that another program wrote in Latin-1', () => {
    const name = [0x49, 0x41, 0x52, 0x54, 4, 0, 0, 0, 0x5a, 0x6f, 0xeb, 0]
    expect(readWavMetadata(listFile('INFO', ...name))).toEqual({ info: { IART: 'Zoë' } })
  })

  it('gives what is there of a text that is cut off', () => {
    const cut = [0x49, 0x53, 0x46, 0x54, 200, 0, 0, 0, 0x4d, 0x79]
    expect(readWavMetadata(listFile('INFO', ...cut))).toEqual({ info: { ISFT: 'My' } })
  })
})

describe('what is written', () => {
  const metadata = { info: { ISFT: 'Myna 1', ICMT: 'Zoë says 你好 🎙' }, xmp: '<x:xmpmeta>synthetic — made</x:xmpmeta>' }

  it('is read back, odd lengths and letters of every alphabet included', () => {
    expect(readWavMetadata(encodeWav16(samples, 24_000, { metadata }))).toEqual(metadata)
  })

  it('leaves the samples where every reader finds them', () => {
    expect([...decodeWav(encodeWav16(samples, 24_000, { metadata })).samples]).toEqual([0.5, -0.5, 0.25])
  })

  it('says nothing where there is nothing to say', () => {
    expect(encodeWav16(samples, 24_000, { metadata: { info: {} } }).byteLength).toBe(44 + 6)
  })
})
