import { joinSamples } from '../../shared/audio/join'
import { rmsOf } from '../../shared/audio/levels'

/** What is kept of a recording while it is read. */
export interface RecordingWindow {
  /** Takes more of it: one array a channel, all of one length. Waits while a piece is judged. */
  add(channels: readonly Float32Array[]): Promise<void>
  finish(): Promise<KeptWindow>
}

export interface KeptWindow {
  /** At most two, and one where both hold the same; none for no sound. */
  readonly channels: readonly Float32Array[]
  /** Where it begins in the recording. */
  readonly startSeconds: number
  /** How long all of the recording is. */
  readonly totalSeconds: number
}

/** How good a piece of a recording is for a prompt: the higher the better. */
export type JudgePiece = (channels: readonly Float32Array[], sampleRate: number) => Promise<number>

/** A whole number of the speech detector's frames. */
export const PIECE_SECONDS = 28.8
/** What is kept of a recording, at most: the best piece with three before and three behind it. A shorter one is kept whole. */
const KEPT_PIECES = 7
const AROUND = 3
/** Memory for more than a pair is not spent: surround sound has its speech in one of its channels. */
const MOST_CHANNELS = 2

interface Piece {
  readonly index: number
  readonly channels: readonly Float32Array[]
}

/**
 * Keeps the best minutes of a recording of any length: never more than eleven pieces of it are held, 61 MB of
 * stereo at 24 kHz. Only one that is longer than seven pieces, and than `wholeUpToSeconds`, is judged at all.
 */
export function createRecordingWindow(sampleRate: number, judge: JudgePiece, wholeUpToSeconds = 0): RecordingWindow {
  const pieceLength = Math.round(PIECE_SECONDS * sampleRate)
  const keptPieces = Math.max(KEPT_PIECES, Math.ceil(wholeUpToSeconds / PIECE_SECONDS))
  let open: Float32Array[] = []
  /** Of pieces that were let go: new memory for each would wait long to be collected. */
  const spare: Float32Array[] = []
  let openLength = 0
  let count = 0
  let total = 0
  let kept: Piece[] = []
  /** The two channels that are held of more. */
  let pair: readonly number[] | null = null
  let best = { index: 0, worth: -Infinity }
  let judged = 0

  function held(channels: readonly Float32Array[]): readonly Float32Array[] {
    return pair ? pair.map((place) => channels[place] ?? channels[0] ?? new Float32Array(0)) : channels
  }

  async function close(): Promise<void> {
    const parts = open.map((samples) => (openLength === samples.length ? samples : samples.slice(0, openLength)))
    if (!pair && parts.length > MOST_CHANNELS) pair = loudestTwo(parts)
    const channels = withoutCopies(open.length > MOST_CHANNELS ? held(parts) : parts)
    kept.push({ index: count, channels })
    spare.push(...open.filter((samples) => !channels.includes(samples)))
    count += 1
    open = []
    openLength = 0
    if (count > keptPieces) await judgeKept()
  }

  async function judgeKept(): Promise<void> {
    for (const { index, channels } of kept.filter((piece) => piece.index >= judged)) {
      const worth = await judge(channels, sampleRate)
      if (worth > best.worth) best = { index, worth }
      judged = index + 1
    }
    const isKept = ({ index }: Piece) => Math.abs(index - best.index) <= AROUND || index >= count - AROUND
    for (const { channels } of kept.filter((piece) => !isKept(piece))) spare.push(...channels)
    kept = kept.filter(isKept)
  }

  return {
    async add(channels) {
      const sound = held(channels)
      const length = sound[0]?.length ?? 0
      for (let place = 0; place < length; ) {
        // A file may gain channels in the middle: what was missing before was silence.
        while (open.length < sound.length) open.push(spare.pop()?.fill(0) ?? new Float32Array(pieceLength))
        const taken = Math.min(length - place, pieceLength - openLength)
        for (const [channel, samples] of open.entries()) samples.set((sound[channel] ?? sound[0] ?? samples).subarray(place, place + taken), openLength)
        openLength += taken
        place += taken
        total += taken
        if (openLength === pieceLength) await close()
      }
    },

    async finish() {
      if (openLength > 0) await close()
      const around = count > keptPieces ? kept.filter(({ index }) => Math.abs(index - best.index) <= AROUND) : kept
      const channelCount = Math.max(0, ...around.map(({ channels }) => channels.length))
      kept = []
      const joined = Array.from({ length: channelCount }, (_, channel) => joinSamples(around.map(({ channels }) => channels[channel] ?? channels[0] ?? new Float32Array(0))))
      return { channels: joined, startSeconds: (around[0]?.index ?? 0) * PIECE_SECONDS, totalSeconds: total / sampleRate }
    },
  }
}

/** One channel where all hold the same: most stereo recordings of one person do. */
function withoutCopies(channels: readonly Float32Array[]): readonly Float32Array[] {
  const [first, ...others] = channels
  return first && others.every((samples) => isCopy(samples, first)) ? [first] : channels
}

/** A difference that 16 bits do not show. */
const SAME = 2 ** -15

function isCopy(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > SAME) return false
  return true
}

/** In the file's order; null while all are silent. */
function loudestTwo(channels: readonly Float32Array[]): readonly number[] | null {
  const levels = channels.map((samples, channel) => ({ channel, level: rmsOf(samples) }))
  if (levels.every(({ level }) => level === 0)) return null
  return levels.sort((a, b) => b.level - a.level).slice(0, MOST_CHANNELS).map(({ channel }) => channel).sort((a, b) => a - b)
}
