/** Frames whose energy is followed, seconds. */
const FRAME_SECONDS = 0.01
/** A decay counts when it falls for this long … */
const SHORTEST_FRAMES = 8
/** … and this far, so that its slope is more than chance. */
const SHORTEST_FALL_DB = 12
/** What is this far below the loudest frame is background, whose level no longer falls. */
const RANGE_DB = 45
/** No sound falls faster than its room lets it: the steep end of all decays is the room's. */
const STEEP_QUANTILE = 0.85
/** Fewer decays say nothing about a room. */
const FEWEST_DECAYS = 4

/**
 * Estimates the reverberation time T60, in seconds, of the place where a mono clip was recorded: the time in which sound
 * falls by 60 dB. Blind, from the decays inside the clip: each stretch in which the level falls steadily gives a slope, and
 * the steep ones tell the room (after Ratnam et al. 2003, with the slopes' quantile instead of their model). Dry rooms read
 * 0.1 to 0.3 s, living rooms 0.3 to 0.6, halls over 1. Null where there are too few decays.
 */
export function estimateReverberation(samples: Float32Array, sampleRate: number): number | null {
  const levels = frameLevels(samples, Math.round(FRAME_SECONDS * sampleRate))
  const lowest = Math.max(...levels) - RANGE_DB
  const slopes: number[] = []
  for (let start = 0; start < levels.length; ) {
    let end = start + 1
    while (end < levels.length && (levels[end] ?? 0) < (levels[end - 1] ?? 0) && (levels[end] ?? 0) > lowest) end += 1
    const fall = (levels[start] ?? 0) - (levels[end - 1] ?? 0)
    if (end - start >= SHORTEST_FRAMES && fall >= SHORTEST_FALL_DB) slopes.push(slopeOf(levels.subarray(start, end)) / FRAME_SECONDS)
    start = end
  }
  if (slopes.length < FEWEST_DECAYS) return null
  slopes.sort((a, b) => a - b)
  return 60 / (slopes[Math.floor(STEEP_QUANTILE * (slopes.length - 1))] ?? Infinity)
}

/** Levels in dB, smoothed over three frames. */
function frameLevels(samples: Float32Array, length: number): Float64Array {
  const powers = Float64Array.from({ length: Math.floor(samples.length / length) }, (_, frame) => {
    let squares = 0
    for (let i = frame * length; i < (frame + 1) * length; i++) squares += (samples[i] ?? 0) ** 2
    return squares / length
  })
  return powers.map((power, frame) => {
    const around = (power + (powers[frame - 1] ?? power) + (powers[frame + 1] ?? power)) / 3
    return 10 * Math.log10(around + 1e-12)
  })
}

/** How far a line fitted to `levels` falls per frame, positive. */
function slopeOf(levels: Float64Array): number {
  const middle = (levels.length - 1) / 2
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  let [products, squares] = [0, 0]
  for (const [i, level] of levels.entries()) {
    products += (i - middle) * (level - mean)
    squares += (i - middle) ** 2
  }
  return -products / squares
}
