/** Range in which speech is searched for, Hz: a low man's to a child's or excited woman's voice. */
const MIN_F0 = 60
const MAX_F0 = 400
/** The analysis runs at about this rate; pitch needs no more, and the work grows with its square. */
const ANALYSIS_RATE = 8000
const HOP_SECONDS = 0.01
/** YIN's absolute threshold (de Cheveigné and Kawahara 2002, table I, step 4 suggests 0.1; speech in rooms needs more). */
const THRESHOLD = 0.15
/** A frame that is this much weaker than the strongest is not speech, dB. */
const SPEECH_FLOOR_DB = 30

/**
 * Fundamental frequency in Hz of every voiced 10 ms frame of mono speech, by the YIN method (de Cheveigné and
 * Kawahara 2002). `samples` is only read; unvoiced and weak frames are left out.
 */
export function voicedPitch(samples: Float32Array, sampleRate: number): Float64Array {
  const factor = Math.max(1, Math.floor(sampleRate / ANALYSIS_RATE))
  const rate = sampleRate / factor
  const signal = averageDown(samples, factor)
  const maxLag = Math.ceil(rate / MIN_F0)
  const minLag = Math.floor(rate / MAX_F0)
  const hop = Math.round(rate * HOP_SECONDS)
  // Two windows of the longest period: one slides over the other.
  const frames = Math.max(0, Math.floor((signal.length - 2 * maxLag) / hop) + 1)
  const energies = Float64Array.from({ length: frames }, (_, index) => energy(signal, index * hop, maxLag))
  const floor = energies.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-SPEECH_FLOOR_DB / 10)
  const pitches: number[] = []
  const difference = new Float64Array(maxLag + 1)
  for (const [index, power] of energies.entries()) {
    if (power <= floor) continue
    const lag = period(signal, index * hop, minLag, maxLag, difference)
    if (lag !== null) pitches.push(rate / lag)
  }
  return Float64Array.from(pitches)
}

/** Decimates by a whole factor; the average is a low-pass that is good enough below a few hundred Hz. */
function averageDown(samples: Float32Array, factor: number): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / factor) }, (_, index) => {
    let sum = 0
    for (let at = index * factor; at < (index + 1) * factor; at++) sum += samples[at] ?? 0
    return sum / factor
  })
}

function energy(signal: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let at = start; at < start + length; at++) sum += (signal[at] ?? 0) ** 2
  return sum
}

/** Period in samples (fractional), or null when the frame is not periodic. `difference` is scratch space. */
function period(signal: Float32Array, start: number, minLag: number, maxLag: number, difference: Float64Array): number | null {
  let running = 0
  difference[0] = 1
  for (let lag = 1; lag <= maxLag; lag++) {
    let sum = 0
    for (let at = start; at < start + maxLag; at++) sum += ((signal[at] ?? 0) - (signal[at + lag] ?? 0)) ** 2
    running += sum
    // The cumulative mean normalised difference, equation 8 of the paper.
    difference[lag] = running === 0 ? 1 : (sum * lag) / running
  }
  for (let lag = minLag; lag < maxLag; lag++) {
    if ((difference[lag] ?? 1) >= THRESHOLD) continue
    while (lag + 1 < maxLag && (difference[lag + 1] ?? 1) < (difference[lag] ?? 1)) lag++
    return refine(difference, lag)
  }
  return null
}

/** The vertex of the parabola through a minimum and its neighbours. */
function refine(values: Float64Array, at: number): number {
  const before = values[at - 1] ?? 0
  const here = values[at] ?? 0
  const after = values[at + 1] ?? 0
  const curvature = before - 2 * here + after
  return curvature === 0 ? at : at + (before - after) / (2 * curvature)
}
