import { imaWavDecoder, msDecoder } from './adpcm'
import { bytesPerSample, sampleDecoder, signedOf, type SampleEncoding } from './sample-encodings'
import { contentOf, foreign, tagAt, walkChunks, type ByteSource, type Chunk, type ForeignSound, type SoundLayout } from './sound-layout'

/** Format tags of `mmreg.h`; others are told by their number. */
const PCM = 1
const MS_ADPCM = 2
const FLOAT = 3
const ALAW = 6
const ULAW = 7
const IMA_ADPCM = 0x11
/** The real tag then stands in the first two bytes of the sub-format. */
const EXTENSIBLE = 0xfffe
const names: Readonly<Record<number, string>> = { 0x31: 'gsm', 0x49: 'gsm', 0x22: 'truespeech', 0x50: 'mp2', 0x55: 'mp3', 0x160: 'wma', 0x161: 'wma', 0x162: 'wma', 0xff: 'aac', 0x6c61: 'alac' }

/** This much sound shows where 24 bits lie in 32. */
const LOOKED_AT_BYTES = 64 * 1024

/** Where the sound of a WAV file lies (RIFF, and RF64 or BW64 after EBU Tech 3306), and how it is written; null for other files. */
export async function wavLayout(source: ByteSource): Promise<SoundLayout | ForeignSound | null> {
  const head = await source.read(0, 12)
  if (!['RIFF', 'RF64', 'BW64'].includes(tagAt(head, 0)) || tagAt(head, 8) !== 'WAVE') return null
  const chunks = await walkChunks(source, { offset: 12, headerBytes: 8, sizeOf: claimedSize, isPadded: true })
  const [format, data] = [chunks.get('fmt '), chunks.get('data')]
  if (!format || !data || format.sizeBytes < 16) return foreign('none')
  const view = await contentOf(source, format)
  const plain = { kind: 'blocks', sampleRate: view.getUint32(4, true), channelCount: view.getUint16(2, true), start: data.start, sizeBytes: data.sizeBytes } as const
  if (plain.sampleRate === 0 || plain.channelCount === 0) return foreign('none')
  return adpcmLayout(plain, view, await countedFrames(source, chunks.get('fact'))) ?? plainLayout(source, plain, data, view)
}

/** A recorder that was cut off, or that never knew, writes a size of nothing or of everything behind the tag of the sound. */
function claimedSize(header: DataView): number | null {
  const claimed = header.getUint32(4, true)
  return tagAt(header, 0) === 'data' && (claimed === 0 || claimed >= 0xffff_fff0) ? null : claimed
}

type Place = Pick<SoundLayout, 'kind' | 'sampleRate' | 'channelCount' | 'start' | 'sizeBytes'>

function tagOf(format: DataView): number {
  const tag = format.getUint16(0, true)
  return tag === EXTENSIBLE && format.byteLength >= 26 ? format.getUint16(24, true) : tag
}

async function plainLayout(source: ByteSource, place: Place, data: Chunk, format: DataView): Promise<SoundLayout | ForeignSound> {
  const encoding = await plainEncoding(source, data, format)
  if (!encoding) return foreign(names[tagOf(format)] ?? `0x${tagOf(format).toString(16).padStart(4, '0')}`)
  const blockBytes = bytesPerSample(encoding) * place.channelCount
  return { ...place, blockBytes, blockFrames: 1, frames: Math.floor(place.sizeBytes / blockBytes), createDecoder: () => sampleDecoder(encoding, place.channelCount, true) }
}

async function plainEncoding(source: ByteSource, data: Chunk, format: DataView): Promise<SampleEncoding | null> {
  const tag = tagOf(format)
  const bits = format.getUint16(14, true)
  // The container's size of a sample counts where both are told: 20 bits lie in three bytes.
  const sampleBytes = format.getUint16(12, true) / format.getUint16(2, true) || Math.ceil(bits / 8)
  if (tag === ALAW) return 'alaw'
  if (tag === ULAW) return 'ulaw'
  if (tag === FLOAT) return bits === 64 ? 'f64' : bits === 32 ? 'f32' : null
  if (tag !== PCM) return null
  if (sampleBytes === 1) return 'u8'
  if (sampleBytes !== 4) return signedOf(sampleBytes)
  const validBits = format.getUint16(0, true) === EXTENSIBLE && format.byteLength >= 20 ? format.getUint16(18, true) : bits
  return validBits === 24 && (await liesLow(source, data)) ? 's24-low' : 's32'
}

/** Whether 24 bits stand in the lower bytes of 32: against the rule, but some programs write them so. */
async function liesLow(source: ByteSource, { start, sizeBytes }: Chunk): Promise<boolean> {
  const view = await source.read(start, start + Math.min(sizeBytes, LOOKED_AT_BYTES))
  let hasLowBits = false
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    const value = view.getInt32(at, true)
    if (value >= 2 ** 23 || value < -(2 ** 23)) return false
    hasLowBits ||= (value & 0xff) !== 0
  }
  return hasLowBits
}

/** How many frames count, where a file of compressed sound says so. */
async function countedFrames(source: ByteSource, fact: Chunk | undefined): Promise<number> {
  return (fact && fact.sizeBytes >= 4 ? (await contentOf(source, fact, 4)).getUint32(0, true) : 0) || Infinity
}

function adpcmLayout(place: Place, format: DataView, counted: number): SoundLayout | null {
  const tag = tagOf(format)
  const { channelCount } = place
  const blockBytes = format.getUint16(12, true)
  const is4Bit = format.getUint16(14, true) === 4
  const heads = (tag === IMA_ADPCM ? 4 : 7) * channelCount
  if ((tag !== IMA_ADPCM && tag !== MS_ADPCM) || !is4Bit || blockBytes <= heads) return null
  // What a block holds follows from its size; the file says the same.
  const blockFrames = tag === IMA_ADPCM ? 1 + 8 * Math.floor((blockBytes - heads) / (4 * channelCount)) : 2 + Math.floor((2 * (blockBytes - heads)) / channelCount)
  const createDecoder = tag === IMA_ADPCM
    ? () => imaWavDecoder(channelCount, blockBytes, blockFrames)
    : () => msDecoder(channelCount, blockBytes, blockFrames, predictorsOf(format))
  return { ...place, blockBytes, blockFrames, frames: Math.min(counted, Math.ceil(place.sizeBytes / blockBytes) * blockFrames), createDecoder }
}

/** A file brings the list of its predictors along: their number, then pairs. Undefined where it does not. */
function predictorsOf(format: DataView): (readonly [number, number])[] | undefined {
  const count = format.byteLength >= 22 ? format.getUint16(20, true) : 0
  if (count === 0 || format.byteLength < 22 + 4 * count) return undefined
  return Array.from({ length: count }, (_, i) => [format.getInt16(22 + 4 * i, true), format.getInt16(24 + 4 * i, true)] as const)
}
