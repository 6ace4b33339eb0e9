import { aiffLayout, cafLayout } from '../../shared/audio/files/apple-layouts'
import { auLayout } from '../../shared/audio/files/au-layout'
import type { ByteSource, ForeignSound, SoundLayout } from '../../shared/audio/files/sound-layout'
import { wavLayout } from '../../shared/audio/files/wav-layout'
import type { SoundTrack } from './sound-track'

/** Decoded at a time: short enough that the page draws between two of them. */
const BLOCK_SECONDS = 2

/** How the sound of a WAV, AIFF, CAF or AU file lies in it; null for other files. Errors: `file-gone`. */
export async function layoutOf(source: ByteSource): Promise<SoundLayout | ForeignSound | null> {
  for (const layout of [wavLayout, aiffLayout, cafLayout, auLayout]) {
    const found = await layout(source)
    if (found) return found
  }
  return null
}

/** Reads what such a file holds, bit by bit. */
export function blockTrack(source: ByteSource, layout: SoundLayout): SoundTrack {
  const { sampleRate, start, sizeBytes, blockBytes, blockFrames, frames } = layout
  return {
    seconds: frames / sampleRate,
    number: 1,
    trackCount: 1,
    async *blocks() {
      const decode = layout.createDecoder()
      const stepBytes = blockBytes * Math.max(1, Math.round((BLOCK_SECONDS * sampleRate) / blockFrames))
      let left = frames
      for (let offset = 0; offset < sizeBytes && left > 0; offset += stepBytes) {
        const end = Math.min(sizeBytes, offset + stepBytes)
        const channels = decode(await source.read(start + offset, start + end)).map((samples) => samples.subarray(0, left))
        left -= channels[0]?.length ?? 0
        yield { channels, sampleRate, fraction: end / sizeBytes }
      }
    },
    close: () => undefined,
  }
}
