import { pcmBytes, wavHeader, type WavHeader } from '../../src/shared/audio/wav'
import type { FileSink } from './file-sink'
import type { SoundStream } from './sound-stream'

/** Writes a WAV file, RF64 from 4 GB on: the samples first, then the header with their number before them. */
export async function writeWav(header: Omit<WavHeader, 'sampleCount'> & { readonly expectedSamples: number }, sound: SoundStream, sink: FileSink): Promise<void> {
  const { expectedSamples, ...facts } = header
  const dataStart = wavHeader({ ...facts, sampleCount: expectedSamples }).length
  let at = dataStart
  for await (const samples of sound) {
    const bytes = pcmBytes(samples, facts.bits)
    await sink.write(bytes, at)
    at += bytes.length
  }
  const dataBytes = at - dataStart
  if (dataBytes % 2 === 1) await sink.write(new Uint8Array(1), at)
  await sink.write(wavHeader({ ...facts, sampleCount: dataBytes / (facts.bits / 8) }), 0)
}
