import { MynaError } from '../../../../../src/shared/protocol/errors'
import { SAMPLES_PER_FRAME, FRAMES_PER_SECOND } from '../network/sound-decoder'
import type { SentenceReading } from '../network/starter-network'
import type { PlannedSentence } from '../sentence-plan'
import { withBoundaries } from '../vocabulary'
import { alignBlock, type ReadSentence } from './block-alignment'
import type { GuideSound } from './guide-sound'
import { runsOf } from './pauses'
import { firstStarts, sentenceEnd, tokenTimes } from './token-times'

/** What is spoken, in frames: so much is aligned as a whole; of more, sentences of so much, and behind them so much that tells the end of one from the beginning of the next. */
const WHOLE = 30 * FRAMES_PER_SECOND
const BLOCK = 14 * FRAMES_PER_SECOND
const GUARD = 5 * FRAMES_PER_SECOND
/** Where less is left for a sentence, a recording is at its end. */
const LEAST_FRAMES = 4
/** How much longer than its share of the text a block may be in the recording. */
const SLOWEST = 1.5
const SLACK = 3 * FRAMES_PER_SECOND

/** A sentence's place in a guide. */
export interface FollowedSentence {
  readonly ids: readonly number[]
  /** The network's own reading of it. */
  readonly own: SentenceReading
  /** Frames of the guide that each id lasts, boundaries included. */
  readonly durations: Int32Array
  /** Frames of the guide. */
  readonly from: number
  readonly to: number
  /** How far the sentence's windows of the guide are from the own reading, 80 a second. */
  readonly distances: Float32Array
}

/**
 * Finds a plan's sentences in a guide, one after another. Short recordings are aligned as a whole, long ones block by block, of which one
 * is held. Errors: `guide-mismatch` where the recording ends before the plan does, those of `read`, which gives the network's own reading of ids with boundaries, and of `yieldPoint`.
 */
export async function* followSentences(
  plan: readonly PlannedSentence[], guide: GuideSound, read: (ids: readonly number[]) => Promise<SentenceReading>, yieldPoint: () => Promise<void>,
): AsyncGenerator<FollowedSentence, void, undefined> {
  const total = guide.samples.length / SAMPLES_PER_FRAME
  const spoken = Float64Array.from({ length: total + 1 }, (_, frame) => frame)
  for (let frame = 0; frame < total; frame++) spoken[frame + 1] = (spoken[frame] ?? 0) + 1 - (guide.silent[2 * frame] ?? 0)
  const readings = new Map<number, ReadSentence>()
  let from = 0

  /** Sentences from one on that are at least `frames` of what is left of the guide, by their share of the text that is left. */
  function endOf(index: number, frames: number, framesPerId: number): number {
    let end = index
    for (let sum = 0; end < plan.length && sum < frames; end++) sum += framesPerId * (plan[end]?.ids.length ?? 0)
    return end
  }

  for (let index = 0; index < plan.length;) {
    const left = (spoken[total] ?? 0) - (spoken[from] ?? 0)
    if (left < LEAST_FRAMES) throw endedBefore(plan[index])
    const framesPerId = left / plan.slice(index).reduce((sum, { ids }) => sum + ids.length, 0)
    const end = left <= WHOLE ? plan.length : endOf(index, BLOCK, framesPerId)
    const behind = endOf(end, GUARD, framesPerId)
    for (const known of readings.keys()) if (known < index) readings.delete(known)
    for (let at = index; at < behind; at++) {
      const ids = withBoundaries(plan[at]?.ids ?? [])
      if (!readings.has(at)) readings.set(at, { ids, own: await read(ids) })
    }
    const block = [...readings.values()]
    const isRest = behind === plan.length
    const expected = framesPerId * block.reduce((sum, { ids }) => sum + ids.length - 2, 0)
    const reach = isRest ? total : firstAtLeast(spoken, (spoken[from] ?? 0) + SLOWEST * expected + SLACK)
    const silent = guide.silent.subarray(2 * from, 2 * reach)
    const path = await alignBlock(block, { samples: guide.samples.subarray(from * SAMPLES_PER_FRAME, reach * SAMPLES_PER_FRAME), silent }, isRest ? null : 2 * expected, yieldPoint)
    const starts = firstStarts(path.windows, block.flatMap(({ own }) => [...own.durations]))
    const pauses = runsOf(silent)
    let [token, begin] = [0, 0]
    for (const [i, { ids, own }] of block.slice(0, end - index).entries()) {
      const isLast = index + i === plan.length - 1
      // The pause that it begins in is not the one behind it, however short it is.
      const behindIt = pauses.filter((pause) => pause.from > begin)
      const finish = isLast ? silent.length : sentenceEnd(behindIt, starts[token + ids.length] ?? silent.length)
      const times = tokenTimes(ids, starts.subarray(token, token + ids.length), pauses, [begin, Math.max(begin, finish)])
      if (finish - begin < 2 * LEAST_FRAMES) throw endedBefore(plan[index + i])
      yield {
        ids,
        own,
        durations: Int32Array.from(ids, (_, at) => (times[at + 1] ?? 0) - (times[at] ?? 0)),
        from: from + (times[0] ?? 0),
        to: from + (times[ids.length] ?? 0),
        distances: path.distances.subarray(begin, finish),
      }
      token += ids.length
      begin = 2 * (times[ids.length] ?? 0)
    }
    from += begin / 2
    index = end
  }
}

function endedBefore(sentence: PlannedSentence | undefined): MynaError {
  return new MynaError('guide-mismatch', /\p{L}[\p{L}’'-]*/u.exec(sentence?.text ?? '')?.[0] ?? '')
}

/** The first place at which ascending values reach one, or the last. */
function firstAtLeast(values: Float64Array, least: number): number {
  const at = values.findIndex((value) => value >= least)
  return at < 0 ? values.length - 1 : at
}
