import { expect, it } from 'vitest'
import { memorySink } from './file-sink'
import { box, readBoxes, u32, u64 } from './mp4-boxes'
import { finishMp4 } from './mp4-finish'

const TIMESCALE = 57_600
const RATE = 24_000
const VERSION_1 = 0x01000000

/** As it is written for sound whose length does not fit into 32 bits. */
const moov = box(
  'moov',
  box('mvhd', u32(VERSION_1), u64(0), u64(0), u32(TIMESCALE), u64(0), u32(2)),
  box('trak', box('tkhd', u32(VERSION_1), u64(0), u64(0), u32(1, 0), u64(0))),
  box('udta'),
)

const inside = (content: Uint8Array, type: string) => readBoxes(content).filter((child) => child.type === type).map((child) => child.content)
/** Version, and the 64 bits at `at`. */
const versionAnd64Bits = (content: Uint8Array | undefined, at: number) => {
  const view = new DataView(content!.buffer, content!.byteOffset)
  return [view.getUint8(0), Number(view.getBigUint64(at))]
}

it('gives a book of 21 hours its whole length, in every place', async () => {
  const seconds = 21 * 3600
  const sink = memorySink()
  await finishMp4(sink, { moov, moovAt: 16, sampleCount: seconds * RATE, sampleRate: RATE, chapters: [{ title: 'One', startSeconds: 0 }] })
  const written = new Uint8Array(await (await sink.close()).arrayBuffer()).subarray(16)
  const [movie] = inside(written, 'moov')
  const tracks = inside(movie!, 'trak')
  const [edits] = inside(tracks[0]!, 'edts')
  expect(versionAnd64Bits(inside(movie!, 'mvhd')[0], 24)).toEqual([1, seconds * TIMESCALE])
  expect(versionAnd64Bits(inside(edits!, 'elst')[0], 8)).toEqual([1, seconds * TIMESCALE])
  expect(tracks.map((track) => versionAnd64Bits(inside(track, 'tkhd')[0], 28))).toEqual([[1, seconds * TIMESCALE], [1, seconds * TIMESCALE]])
})
