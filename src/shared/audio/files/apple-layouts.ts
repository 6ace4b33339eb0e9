import { ima4Decoder, IMA4_BYTES, IMA4_FRAMES } from './adpcm'
import { bytesPerSample, sampleDecoder, signedOf, type SampleEncoding } from './sample-encodings'
import { contentOf, foreign, tagAt, walkChunks, type ByteSource, type Chunk, type ForeignSound, type SoundLayout } from './sound-layout'

/**
 * Apple's files: AIFF and AIFF-C ("Audio Interchange File Format", 1989; AIFF-C draft, 1991, with the kinds QuickTime added)
 * and CAF ("Apple Core Audio Format Specification 1.0"). Null for other files.
 */

type Layout = SoundLayout | ForeignSound | null

/** What the kinds of AIFF-C are; their bytes stand in Motorola's order but for `sowt`. */
const aiffKinds: Readonly<Record<string, SampleEncoding>> = {
  'raw ': 'u8', in24: 's24', in32: 's32', fl32: 'f32', FL32: 'f32', fl64: 'f64', FL64: 'f64', alaw: 'alaw', ALAW: 'alaw', ulaw: 'ulaw', ULAW: 'ulaw',
}

export async function aiffLayout(source: ByteSource): Promise<Layout> {
  const head = await source.read(0, 12)
  const form = tagAt(head, 8)
  if (tagAt(head, 0) !== 'FORM' || (form !== 'AIFF' && form !== 'AIFC')) return null
  const chunks = await walkChunks(source, { offset: 12, headerBytes: 8, sizeOf: aiffSize, isPadded: true })
  const [common, sound] = [chunks.get('COMM'), chunks.get('SSND')]
  if (!common || !sound || common.sizeBytes < 18) return foreign('none')
  const view = await contentOf(source, common)
  const compression = form === 'AIFC' && view.byteLength >= 22 ? tagAt(view, 18) : 'NONE'
  // The sound may be set off so that it lies on a boundary of the disk.
  const start = sound.start + 8 + (sound.sizeBytes < 8 ? 0 : (await contentOf(source, sound, 8)).getUint32(0))
  const sizeBytes = Math.max(0, sound.start + sound.sizeBytes - start)
  const place = { sampleRate: Math.round(extended(view, 8)), channelCount: view.getUint16(0), start, sizeBytes }
  if (compression === 'ima4') return ima4Layout(place)
  const isInteger = ['NONE', 'twos', 'sowt'].includes(compression)
  const encoding = isInteger ? signedOf(Math.ceil(view.getUint16(6) / 8)) : aiffKinds[compression]
  return encoding ? sampleLayout(place, encoding, compression === 'sowt') : foreign(compression.trim())
}

/** A recorder that was cut off leaves the size of the sound at nothing. */
function aiffSize(header: DataView): number | null {
  const claimed = header.getUint32(4)
  return tagAt(header, 0) === 'SSND' && claimed <= 8 ? null : claimed
}

export async function cafLayout(source: ByteSource): Promise<Layout> {
  const head = await source.read(0, 8)
  if (tagAt(head, 0) !== 'caff') return null
  const chunks = await walkChunks(source, { offset: 8, headerBytes: 12, sizeOf: cafSize, isPadded: false })
  const [description, data] = [chunks.get('desc'), chunks.get('data')]
  if (!description || !data || description.sizeBytes < 32) return foreign('none')
  const view = await contentOf(source, description)
  // Behind the tag of the sound stands how often it was edited.
  const place = { sampleRate: Math.round(view.getFloat64(0)), channelCount: view.getUint32(24), start: data.start + 4, sizeBytes: Math.max(0, data.sizeBytes - 4) }
  const format = tagAt(view, 8)
  const flags = view.getUint32(12)
  if (format === 'ima4') return ima4Layout(place, await cafFrames(source, chunks.get('pakt')))
  if (format === 'alaw' || format === 'ulaw') return sampleLayout(place, format, false)
  const sampleBytes = view.getUint32(16) / place.channelCount
  const isFloat = (flags & 1) !== 0
  const encoding = format !== 'lpcm' ? null : isFloat ? (sampleBytes === 8 ? 'f64' : 'f32') : signedOf(sampleBytes)
  return encoding ? sampleLayout(place, encoding, (flags & 2) !== 0) : foreign(format.trim())
}

/** Sizes have 64 bits; -1 for sound that was still being written. */
function cafSize(header: DataView): number | null {
  const size = Number(header.getBigInt64(4))
  return size < 0 ? null : size
}

/** How many frames count, from the table of packets; undefined where there is none. */
async function cafFrames(source: ByteSource, table: Chunk | undefined): Promise<number | undefined> {
  return table && table.sizeBytes >= 16 ? Number((await contentOf(source, table, 16)).getBigInt64(8)) : undefined
}

type Place = Pick<SoundLayout, 'sampleRate' | 'channelCount' | 'start' | 'sizeBytes'>

function sampleLayout(place: Place, encoding: SampleEncoding, isLittleEndian: boolean): SoundLayout | ForeignSound {
  const { channelCount, sampleRate, sizeBytes } = place
  if (channelCount === 0 || !(sampleRate > 0)) return foreign('none')
  const blockBytes = bytesPerSample(encoding) * channelCount
  const createDecoder = () => sampleDecoder(encoding, channelCount, isLittleEndian)
  return { ...place, kind: 'blocks', blockBytes, blockFrames: 1, frames: Math.floor(sizeBytes / blockBytes), createDecoder }
}

function ima4Layout(place: Place, frames = Infinity): SoundLayout | ForeignSound {
  const { channelCount, sampleRate, sizeBytes } = place
  if (channelCount === 0 || !(sampleRate > 0)) return foreign('none')
  const blockBytes = IMA4_BYTES * channelCount
  const held = Math.floor(sizeBytes / blockBytes) * IMA4_FRAMES
  return { ...place, kind: 'blocks', blockBytes, blockFrames: IMA4_FRAMES, frames: Math.min(frames, held), createDecoder: () => ima4Decoder(channelCount) }
}

/** An 80-bit floating-point number: sign and 15 bits of exponent, then 64 bits of mantissa with its leading one. */
function extended(view: DataView, offset: number): number {
  const exponent = (view.getUint16(offset) & 0x7fff) - 16383
  return view.getUint32(offset + 2) * 2 ** (exponent - 31) + view.getUint32(offset + 6) * 2 ** (exponent - 63)
}
