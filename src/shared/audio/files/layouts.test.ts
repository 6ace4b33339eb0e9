import { describe, expect, it } from 'vitest'
import * as odd from '#fixtures/odd-sound-files'
import { aiffOf, auOf, bytesOf, cafOf, wavOf, written, type WavKind } from '#fixtures/written-sound-files'
import { aiffLayout, cafLayout } from './apple-layouts'
import { auLayout } from './au-layout'
import type { ByteSource, ForeignSound, SoundLayout } from './sound-layout'
import { wavLayout } from './wav-layout'

const source = (bytes: Uint8Array): ByteSource => ({
  sizeBytes: bytes.length,
  read: (start, end) => {
    const part = bytes.slice(start, Math.min(end, bytes.length))
    return Promise.resolve(new DataView(part.buffer))
  },
})

/** Reads all of a file, in steps of so many blocks. */
async function decoded(layout: SoundLayout | ForeignSound | null, bytes: Uint8Array, blocks: number): Promise<number[][]> {
  if (layout?.kind !== 'blocks') throw new Error(`not read: ${JSON.stringify(layout)}`)
  const decode = layout.createDecoder()
  const channels = Array.from({ length: layout.channelCount }, (): number[] => [])
  for (let offset = 0; offset < layout.sizeBytes; offset += blocks * layout.blockBytes) {
    const part = await source(bytes).read(layout.start + offset, layout.start + Math.min(layout.sizeBytes, offset + blocks * layout.blockBytes))
    for (const [channel, samples] of decode(part).entries()) channels[channel]?.push(...samples)
  }
  return channels.map((samples) => samples.slice(0, layout.frames))
}

const rate = 22_050
const left = Float32Array.from({ length: 99 }, (_, i) => 0.9 * Math.sin(i / 7))
const right = Float32Array.from({ length: 99 }, (_, i) => -0.5 * Math.cos(i / 3))

async function expectRead(layout: SoundLayout | ForeignSound | null, bytes: Uint8Array, channels: readonly Float32Array[], kind: string): Promise<void> {
  expect(layout).toMatchObject({ kind: 'blocks', sampleRate: rate, channelCount: channels.length, frames: 99 })
  const read = await decoded(layout, bytes, 10)
  const worst = Math.max(...channels.flatMap((samples, channel) => Array.from(samples, (sample, i) => Math.abs(sample - (read[channel]?.[i] ?? Infinity)))))
  expect(worst).toBeLessThanOrEqual((written[kind]?.error ?? 0) * 1.001)
}

describe('WAV', () => {
  const kinds: readonly (readonly [string, WavKind])[] = [
    ['8 bits', { kind: 'u8', tag: 1 }],
    ['16 bits', { kind: 's16', tag: 1 }],
    ['24 bits', { kind: 's24', tag: 1 }],
    ['20 bits in 24', { kind: 's24', tag: 1, validBits: 20 }],
    ['32 bits', { kind: 's32', tag: 1 }],
    ['24 bits in the upper bytes of 32', { kind: 's32', tag: 1, validBits: 24 }],
    ['24 bits in the lower bytes of 32', { kind: '24 in the low bytes of 32', tag: 1, validBits: 24 }],
    ['32-bit floats', { kind: 'f32', tag: 3 }],
    ['64-bit floats', { kind: 'f64', tag: 3 }],
    ['64-bit floats, the long way', { kind: 'f64', tag: 3, validBits: 64 }],
    ['RF64', { kind: 's16', tag: 1, form: 'RF64', before: bytesOf('ds64', ['u32', 28, true], new Uint8Array(28)), claimed: 0xffff_ffff }],
    ['a recording that was never closed', { kind: 's16', tag: 1, claimed: 0 }],
    ['100 kB of other things first', { kind: 's16', tag: 1, before: bytesOf('LIST', ['u32', 100_001, true], new Uint8Array(100_002)) }],
  ]
  it.each(kinds)('reads %s, mono and stereo', async (_, kind) => {
    for (const channels of [[left], [left, right]]) {
      const bytes = wavOf(kind, channels, rate)
      await expectRead(await wavLayout(source(bytes)), bytes, channels, kind.kind)
    }
  })

  it('takes what is there of a file that was cut off', async () => {
    const bytes = wavOf({ kind: 's16', tag: 1 }, [left, right], rate).subarray(0, -101)
    expect(await wavLayout(source(bytes))).toMatchObject({ frames: 73 })
  })

  it.each([['no format', bytesOf('RIFF', ['u32', 4, true], 'WAVE')], ['no channels', wavOf({ kind: 's16', tag: 1 }, [], rate)]])(
    'finds nothing in one with %s',
    async (_, bytes) => {
      expect(await wavLayout(source(bytes))).toEqual({ kind: 'foreign', codec: 'none' })
    },
  )

  it('names codecs that are not read', async () => {
    expect(await wavLayout(source(odd.gsmWav.bytes))).toEqual({ kind: 'foreign', codec: 'gsm' })
    expect(await wavLayout(source(wavOf({ kind: 's16', tag: 0x55 }, [left], rate)))).toEqual({ kind: 'foreign', codec: 'mp3' })
    expect(await wavLayout(source(wavOf({ kind: 's16', tag: 0x1234 }, [left], rate)))).toEqual({ kind: 'foreign', codec: '0x1234' })
  })
})

describe('AIFF', () => {
  it.each([['s8', null], ['s16', null], ['s24', null], ['s32', null], ['s16', 'NONE'], ['s16', 'twos'], ['s16', 'sowt'], ['s24', 'sowt'], ['s24', 'in24'], ['s32', 'in32'], ['f32', 'fl32'], ['f64', 'FL64'], ['u8', 'raw ']])(
    'reads %s as %s',
    async (kind, compression) => {
      for (const channels of [[left], [left, right]]) {
        const bytes = aiffOf(kind, compression, channels, rate)
        await expectRead(await aiffLayout(source(bytes)), bytes, channels, kind)
      }
    },
  )

  it('names codecs that are not read', async () => {
    expect(await aiffLayout(source(aiffOf('s16', 'MAC3', [left], rate)))).toEqual({ kind: 'foreign', codec: 'MAC3' })
  })
})

describe('CAF', () => {
  it.each([['s16', 0], ['s16', 2], ['s8', 0], ['s24', 0], ['s24', 2], ['s32', 2], ['f32', 1], ['f32', 3], ['f64', 3]])('reads %s with flags %d', async (kind, flags) => {
    for (const isOpen of [false, true]) {
      const bytes = cafOf(kind, flags, [left, right], rate, isOpen)
      await expectRead(await cafLayout(source(bytes)), bytes, [left, right], kind)
    }
  })

  it('names codecs that are not read', async () => {
    expect(await cafLayout(source(odd.alacCaf.bytes))).toEqual({ kind: 'foreign', codec: 'alac' })
  })
})

it.each([['s8', 2], ['s16', 3], ['s24', 4], ['s32', 5], ['f32', 6], ['f64', 7]])('reads AU with %s', async (kind, encoding) => {
  const bytes = auOf(kind, encoding, [left, right], rate)
  await expectRead(await auLayout(source(bytes)), bytes, [left, right], kind)
})

// ITU-T G.711, tables 1a and 2a: the first and last decoder values of both signs, in 13 and 14 bits.
it.each([
  ['A-law', 27, [0xd5, 0x55, 0xaa, 0x2a], [1 / 4096, -1 / 4096, 4032 / 4096, -4032 / 4096]],
  ['µ-law', 1, [0xff, 0x7f, 0x80, 0x00], [0, 0, 8031 / 8192, -8031 / 8192]],
])('reads %s', async (_, encoding, codes, expected) => {
  const bytes = bytesOf('.snd', ['u32', 24], ['u32', 4], ['u32', encoding], ['u32', 8000], ['u32', 1], Uint8Array.from(codes))
  const [samples] = await decoded(await auLayout(source(bytes)), bytes, 100)
  expect(samples?.map((sample) => sample + 0)).toEqual(expected)
})

describe('ADPCM', () => {
  // FFmpeg rounds IMA's differences in WAV files once, the standard four times: some steps at most.
  it.each([['IMA, mono', 'imaWavMono', wavLayout, 0.004], ['IMA, stereo', 'imaWavStereo', wavLayout, 0.004], ['Microsoft, mono', 'msWavMono', wavLayout, 0], ['Microsoft, stereo', 'msWavStereo', wavLayout, 0], ['QuickTime in AIFF-C', 'ima4Aiff', aiffLayout, 0], ['QuickTime in CAF', 'ima4Caf', cafLayout, 0]] as const)(
    'reads %s as FFmpeg does, a block at a time',
    async (_, name, layoutOf, tolerance) => {
      const { bytes, samples } = odd[name]
      const channels = await decoded(await layoutOf(source(bytes)), bytes, 1)
      const frames = channels[0]?.length ?? 0
      expect(frames).toBeGreaterThan(430)
      let worst = 0
      for (const [channel, read] of channels.entries()) {
        for (const [i, sample] of read.entries()) worst = Math.max(worst, Math.abs(sample - (samples[i * channels.length + channel] ?? Infinity) / 32_768))
      }
      expect(worst).toBeLessThanOrEqual(tolerance)
    },
  )

  it('survives a file that is cut off in a block', async () => {
    const bytes = odd.msWavStereo.bytes.subarray(0, -40)
    const channels = await decoded(await wavLayout(source(bytes)), bytes, 3)
    expect(channels.flat().every(Number.isFinite)).toBe(true)
  })
})

it('leaves other files to others', async () => {
  for (const bytes of [bytesOf('ID3 and then an MP3'), bytesOf('RIFF'), bytesOf('FORM0000ILBM'), new Uint8Array(0)]) {
    expect([await wavLayout(source(bytes)), await aiffLayout(source(bytes)), await cafLayout(source(bytes)), await auLayout(source(bytes))]).toEqual([null, null, null, null])
  }
})
