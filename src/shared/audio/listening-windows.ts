/**
 * Equal parts `[start, end)` of a recording for something that hears at most `longest` samples at once: the whole of
 * it where it is short enough, else as few parts as cover it, but never more than `most`, which then lie evenly spread
 * from its first to its last sample. All lengths are positive integers.
 */
export function listeningWindows(length: number, longest: number, most: number): readonly (readonly [number, number])[] {
  const count = Math.min(most, Math.ceil(length / longest))
  const size = Math.min(longest, Math.floor(length / count))
  const step = count > 1 ? (length - size) / (count - 1) : 0
  return Array.from({ length: count }, (_, index) => {
    const start = Math.floor(index * step)
    return [start, start + size] as const
  })
}
