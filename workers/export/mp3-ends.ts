import { MP3_DELAY_SAMPLES, MP3_FRAME_SAMPLES } from './encoders'
import type { FileSink } from './file-sink'

/** Bytes of a mono MPEG-1 frame before the Xing header: four of the frame's header, seventeen of side information. */
const XING_OFFSET = 21
/** Behind the tag: flags, frames, bytes, and a table of a hundred places. */
const FRAME_COUNT_OFFSET = 8
const EXTENSION_OFFSET = 116
/** Encoder's name, then what is not filled in, then delay and padding in twelve bits each. */
const DELAY_OFFSET = 21
const ENCODER_NAME = 'LAME3.100'

/**
 * Says in the first frame of an MP3 how much silence the encoder put before and behind the sound, in the extension of the
 * Xing header that LAME introduced and players heed ("Mp3 Info Tag revision 1", 2001): decoded, the file has exactly
 * the samples that went in. The frame itself is not counted among the frames of sound.
 *
 * @param xing that frame; written over
 * @param xingAt where in the file it begins
 */
export async function finishMp3(sink: FileSink, xing: Uint8Array<ArrayBuffer>, xingAt: number, sampleCount: number): Promise<void> {
  const header = xing.subarray(0, XING_OFFSET + EXTENSION_OFFSET + DELAY_OFFSET + 3)
  const view = new DataView(header.buffer, header.byteOffset)
  const frames = view.getUint32(XING_OFFSET + FRAME_COUNT_OFFSET) - 1
  view.setUint32(XING_OFFSET + FRAME_COUNT_OFFSET, frames)
  const padding = Math.max(0, Math.min(0xfff, frames * MP3_FRAME_SAMPLES - sampleCount - MP3_DELAY_SAMPLES))
  // In the shop's 44.1 kHz the frame is too small for it.
  const hasRoom = frameBytes(header) >= XING_OFFSET + EXTENSION_OFFSET + DELAY_OFFSET + 3
  if (hasRoom) {
    const at = XING_OFFSET + EXTENSION_OFFSET
    header.set(Uint8Array.from(ENCODER_NAME, (letter) => letter.charCodeAt(0)), at)
    header[at + DELAY_OFFSET] = MP3_DELAY_SAMPLES >> 4
    header[at + DELAY_OFFSET + 1] = ((MP3_DELAY_SAMPLES & 0xf) << 4) | (padding >> 8)
    header[at + DELAY_OFFSET + 2] = padding & 0xff
  }
  await sink.write(hasRoom ? header : header.subarray(0, XING_OFFSET + EXTENSION_OFFSET), xingAt)
}

/** ISO/IEC 11172-3: bit rates of MPEG-1 Layer III in kbit/s, and sample rates. */
const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const SAMPLE_RATES = [44_100, 48_000, 32_000]

function frameBytes(header: Uint8Array): number {
  const bitrate = BITRATES[(header[2] ?? 0) >> 4] ?? 0
  const sampleRate = SAMPLE_RATES[((header[2] ?? 0) >> 2) & 3] ?? 44_100
  return Math.floor((144_000 * bitrate) / sampleRate)
}
