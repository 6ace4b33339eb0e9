import type { Run } from './pauses'

/** A pause belongs to a gap between words that is no further from it than this, and to the end of the sentence that is no further: windows. */
const NEAR_GAP = 20
const NEAR_END = 40

/** Whether an id is a space or a mark that is said as a pause (`vocabulary.ts`). */
export function isGap(id: number): boolean {
  return id === 16 || (id > 0 && id <= 10)
}

/**
 * The window of a recording at which each id begins, and the one behind the last. `windows` has for each window of the recording the one of the
 * own reading; `durations` are the ids' frames there, of two windows each.
 */
export function firstStarts(windows: Uint16Array, durations: readonly number[]): Float64Array {
  const starts = new Float64Array(durations.length + 1)
  let [at, own] = [0, 0]
  durations.forEach((frames, i) => {
    own += 2 * frames
    while (at < windows.length && (windows[at] ?? 0) < own) at += 1
    starts[i + 1] = at
  })
  return starts
}

/** Where a sentence ends: in the middle of the pause that is there or close by, or at the window that was found. */
export function sentenceEnd(pauses: readonly Run[], found: number): number {
  const distance = ({ from, to }: Run) => Math.max(0, from - found, found - to)
  const [nearest] = pauses.filter((pause) => distance(pause) <= NEAR_END).toSorted((a, b) => distance(a) - distance(b) || b.to - b.from - (a.to - a.from))
  return nearest ? Math.round((nearest.from + nearest.to) / 2) : found
}

/**
 * Frames at which each id of a sentence begins, and behind the last that at which it ends, from the windows that were found for them and for where the
 * sentence begins and ends. A pause inside is where the text has a gap between words.
 */
export function tokenTimes(ids: readonly number[], found: Float64Array, pauses: readonly Run[], [begin, end]: readonly [number, number]): Int32Array {
  const starts = Float64Array.from(found, (start, i) => (i === 0 ? begin : Math.min(end, Math.max(begin, start))))
  for (const pause of pauses) {
    if (pause.to <= begin || pause.from >= end) continue
    const gap = pause.from <= begin ? 0 : pause.to >= end ? ids.length - 1 : nearestGap(ids, starts, pause, end)
    if (gap === null) continue
    for (let i = 1; i <= gap; i++) starts[i] = Math.min(starts[i] ?? 0, pause.from)
    if (gap > 0) starts[gap] = pause.from
    for (let i = gap + 1; i < ids.length; i++) starts[i] = Math.max(starts[i] ?? 0, pause.to)
  }
  return Int32Array.from([...starts, end], (start) => Math.round(start / 2))
}

/** The first id of the gap that a pause belongs to: between two words, before the first or behind the last. */
function nearestGap(ids: readonly number[], starts: Float64Array, { from, to }: Run, end: number): number | null {
  const middle = (from + to) / 2
  const last = ids.length - 1
  let [best, least] = [-1, NEAR_GAP + (to - from) / 2]
  for (let i = 0; i <= last; i++) {
    const isEdge = i === 0 || i === last
    if (!isEdge && (!isGap(ids[i] ?? 0) || isGap(ids[i - 1] ?? 0))) continue
    let behind = i + 1
    while (isGap(ids[behind] ?? 0)) behind += 1
    // Before the first word and behind the last there is room for more than one.
    const place = i === 0 ? (starts[1] ?? end) : i === last ? (starts[last] ?? end) : ((starts[i] ?? 0) + (starts[behind] ?? end)) / 2
    const distance = Math.abs(middle - place)
    if (distance < least) [best, least] = [i, distance]
  }
  return best < 0 ? null : best
}
