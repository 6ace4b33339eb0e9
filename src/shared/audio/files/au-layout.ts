import { bytesPerSample, sampleDecoder, type SampleEncoding } from './sample-encodings'
import { foreign, tagAt, type ByteSource, type ForeignSound, type SoundLayout } from './sound-layout'

/** The encodings of Sun's `audio.h`, by number. */
const encodings: Readonly<Record<number, SampleEncoding>> = { 1: 'ulaw', 2: 's8', 3: 's16', 4: 's24', 5: 's32', 6: 'f32', 7: 'f64', 27: 'alaw' }

/** Where the sound of an AU file (`.au`, `.snd`) lies and how it is written; null for other files. */
export async function auLayout(source: ByteSource): Promise<SoundLayout | ForeignSound | null> {
  const view = await source.read(0, 24)
  if (tagAt(view, 0) !== '.snd' || view.byteLength < 24) return null
  const [start, claimed, kind, sampleRate, channelCount] = [4, 8, 12, 16, 20].map((at) => view.getUint32(at)) as [number, number, number, number, number]
  const encoding = encodings[kind]
  if (!encoding || sampleRate === 0 || channelCount === 0) return foreign(`au-${kind}`)
  const sizeBytes = Math.max(0, Math.min(claimed, source.sizeBytes - start))
  const blockBytes = bytesPerSample(encoding) * channelCount
  const createDecoder = () => sampleDecoder(encoding, channelCount, false)
  return { kind: 'blocks', sampleRate, channelCount, start, sizeBytes, blockBytes, blockFrames: 1, frames: Math.floor(sizeBytes / blockBytes), createDecoder }
}
