/**
 * The highest level between samples, as a converter would make it: ITU-R BS.1770-5, annex 2. The sound is computed at four
 * times its rate with the filter of that annex, one row for each place between two samples; the other two are these reversed.
 */
const PHASES: readonly (readonly number[])[] = [
  [0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125],
  [-0.0291748046875, 0.029296875, -0.0517578125, 0.0891113281250, -0.16650390625, 0.465087890625, 0.77978515625, -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375],
]
export const PEAK_TAPS = 12
/** No interpolated value exceeds the highest sample by more than the largest row's sum of magnitudes. */
const MOST_OVERSHOOT = Math.max(...PHASES.map((row) => row.reduce((sum, tap) => sum + Math.abs(tap), 0)))

/** Magnitude of the highest of the four values around `samples[at]`, from the {@link PEAK_TAPS} samples that end there. */
export function peakAt(samples: Float32Array, at: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  const [first = [], second = []] = PHASES
  for (let tap = 0; tap < PEAK_TAPS; tap++) {
    const sample = samples[at - tap] ?? 0
    a += sample * (first[tap] ?? 0)
    b += sample * (second[tap] ?? 0)
    c += sample * (second[PEAK_TAPS - 1 - tap] ?? 0)
    d += sample * (first[PEAK_TAPS - 1 - tap] ?? 0)
  }
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d))
}

/** Calls `visit` with each place of `samples` from `from` on whose true peak may be above `floor()`, and that peak. */
export function visitPeaks(samples: Float32Array, from: number, floor: () => number, visit: (at: number, peak: number) => void): void {
  for (let start = from; start < samples.length; start += 64) {
    const end = Math.min(samples.length, start + 64)
    let highest = 0
    for (let i = Math.max(0, start - PEAK_TAPS + 1); i < end; i++) highest = Math.max(highest, Math.abs(samples[i] ?? 0))
    if (highest * MOST_OVERSHOOT <= floor()) continue
    for (let i = start; i < end; i++) visit(i, peakAt(samples, i))
  }
}

/** Finds the true peak of sound that comes bit by bit. */
export interface PeakMeter {
  /** Mono PCM; may be written over afterwards. */
  push(samples: Float32Array): void
  /** In dBTP, 0 at full scale; `-Infinity` for silence. */
  decibels(): number
}

export function createPeakMeter(): PeakMeter {
  let held = new Float32Array(PEAK_TAPS - 1)
  let highest = 0
  return {
    push(samples) {
      const joined = new Float32Array(held.length + samples.length)
      joined.set(held)
      joined.set(samples, held.length)
      visitPeaks(joined, held.length, () => highest, (at, peak) => { highest = Math.max(highest, peak, Math.abs(joined[at] ?? 0)) })
      held = joined.slice(joined.length - PEAK_TAPS + 1)
    },
    decibels: () => 20 * Math.log10(highest),
  }
}
