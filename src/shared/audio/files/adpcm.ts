import type { BlockDecoder } from './sound-layout'

/**
 * Adaptive differential PCM, four bits a sample: IMA's (IMA Digital Audio Focus and Technical Working Groups, 1992) as WAV
 * files and as QuickTime pack it, and Microsoft's ("Multimedia Data Standards Update", 1994).
 */

/** Step sizes of IMA ADPCM, and how far each code moves in the list. */
const STEPS = [
  7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143,
  157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552,
  1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487,
  12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767,
]
const MOVES = [-1, -1, -1, -1, 2, 4, 6, 8]

/** What IMA's decoder remembers of a channel. */
interface ImaState {
  predictor: number
  index: number
}

function imaSample(state: ImaState, code: number): number {
  const step = STEPS[state.index] ?? 0
  let difference = step >> 3
  if (code & 4) difference += step
  if (code & 2) difference += step >> 1
  if (code & 1) difference += step >> 2
  state.predictor = clamp16(state.predictor + (code & 8 ? -difference : difference))
  state.index = Math.max(0, Math.min(STEPS.length - 1, state.index + (MOVES[code & 7] ?? 0)))
  return state.predictor / 2 ** 15
}

/** WAV format 0x11: each block begins with the state of every channel, then four bytes of each in turn, low half first. */
export function imaWavDecoder(channelCount: number, blockBytes: number, blockFrames: number): BlockDecoder {
  return eachBlock(channelCount, blockBytes, blockFrames, (view, at, end, channels, first) => {
    for (const [channel, samples] of channels.entries()) {
      const head = at + 4 * channel
      const state = { predictor: view.getInt16(head, true), index: Math.min(STEPS.length - 1, view.getUint8(head + 2)) }
      samples[first] = state.predictor / 2 ** 15
      let place = first + 1
      for (let word = at + 4 * channelCount + 4 * channel; word + 4 <= end; word += 4 * channelCount) {
        for (let i = 0; i < 4; i++) {
          const pair = view.getUint8(word + i)
          samples[place++] = imaSample(state, pair & 15)
          samples[place++] = imaSample(state, pair >> 4)
        }
      }
    }
  })
}

/** Bytes of a packet of one channel, and samples in it. */
export const IMA4_BYTES = 34
export const IMA4_FRAMES = 64

/**
 * QuickTime's `ima4`, in AIFF-C and CAF: packets of 34 bytes, one a channel in turn. Their head holds the upper nine bits of
 * the predictor only: where the running one agrees with them it is the finer of both and goes on.
 */
export function ima4Decoder(channelCount: number): BlockDecoder {
  const states = Array.from({ length: channelCount }, (): ImaState => ({ predictor: 0, index: 0 }))
  return eachBlock(channelCount, IMA4_BYTES * channelCount, IMA4_FRAMES, (view, at, end, channels, first) => {
    for (const [channel, samples] of channels.entries()) {
      const head = at + IMA4_BYTES * channel
      const state = states[channel]
      if (!state || head + IMA4_BYTES > end) continue
      const [predictor, index] = [view.getInt16(head) & ~0x7f, view.getUint8(head + 1) & 0x7f]
      if (index !== state.index || Math.abs(predictor - state.predictor) > 0x7f) state.predictor = predictor
      state.index = Math.min(STEPS.length - 1, index)
      for (let i = 0; i < IMA4_FRAMES / 2; i++) {
        const pair = view.getUint8(head + 2 + i)
        samples[first + 2 * i] = imaSample(state, pair & 15)
        samples[first + 2 * i + 1] = imaSample(state, pair >> 4)
      }
    }
  })
}

/** How fast Microsoft's step follows the codes, in 256ths. */
const ADAPTATION = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230]
/** The predictors that every file may use, in 256ths; a file's own list is longer or the same. */
export const MS_PREDICTORS: readonly (readonly [number, number])[] = [
  [256, 0], [512, -256], [0, 0], [192, 64], [240, 0], [460, -208], [392, -232],
]

/** WAV format 2: each block begins with predictor, step and two samples of every channel; codes alternate, high half first. */
export function msDecoder(
  channelCount: number,
  blockBytes: number,
  blockFrames: number,
  predictors: readonly (readonly [number, number])[] = MS_PREDICTORS,
): BlockDecoder {
  return eachBlock(channelCount, blockBytes, blockFrames, (view, at, end, channels, first) => {
    const word = (list: number, channel: number) => view.getInt16(at + channelCount + 2 * (list * channelCount + channel), true)
    const states = channels.map((samples, channel) => {
      const state = { predictor: predictors[view.getUint8(at + channel)] ?? [0, 0], step: word(0, channel), last: word(1, channel), before: word(2, channel) }
      samples[first] = state.before / 2 ** 15
      samples[first + 1] = state.last / 2 ** 15
      return state
    })
    for (let i = 0; i < 2 * (end - at - 7 * channelCount); i++) {
      const pair = view.getUint8(at + 7 * channelCount + (i >> 1))
      const code = i % 2 === 0 ? pair >> 4 : pair & 15
      const [state, samples] = [states[i % channelCount], channels[i % channelCount]]
      if (!state || !samples) continue
      const predicted = (state.last * state.predictor[0] + state.before * state.predictor[1]) >> 8
      const sample = clamp16(predicted + (code < 8 ? code : code - 16) * state.step)
      state.step = Math.max(16, ((ADAPTATION[code] ?? 0) * state.step) >> 8)
      state.before = state.last
      state.last = sample
      samples[first + 2 + Math.floor(i / channelCount)] = sample / 2 ** 15
    }
  })
}

/** Writes a block, which lies between `at` and `end`, to the channels from `first` on. */
type BlockWriter = (view: DataView, at: number, end: number, channels: readonly Float32Array[], first: number) => void

/** Decodes block by block; of a last one without its end, what is there. */
function eachBlock(channelCount: number, blockBytes: number, blockFrames: number, write: BlockWriter): BlockDecoder {
  return (view) => {
    const count = Math.ceil(view.byteLength / blockBytes)
    const channels = Array.from({ length: channelCount }, () => new Float32Array(count * blockFrames))
    for (let block = 0; block < count; block++) {
      const end = Math.min(view.byteLength, (block + 1) * blockBytes)
      // Less than a head says nothing.
      if (end - block * blockBytes > 7 * channelCount) write(view, block * blockBytes, end, channels, block * blockFrames)
    }
    return channels
  }
}

function clamp16(value: number): number {
  return Math.max(-32768, Math.min(32767, value))
}
