/** Weighting of ITU-R BS.1770-5, section 2: a high shelf for the head, then a high-pass, as second-order sections. */
const HIGH_SHELF = { frequency: 1681.974450955533, quality: 0.7071752369554196, gainDb: 3.999843853973347 }
const HIGH_PASS = { frequency: 38.13547087602444, quality: 0.5003270373238773 }
/** Makes a 997 Hz sine at full scale read -3.01 LKFS (BS.1770-5, note 1). */
const OFFSET_DB = -0.691
/** Blocks of 400 ms overlap by three quarters. */
const HOP_SECONDS = 0.1
const HOPS_PER_BLOCK = 4
const ABSOLUTE_GATE_LKFS = -70
const RELATIVE_GATE_LU = -10

/** b0, b1, b2, a1, a2 of a section whose a0 is 1. */
type Section = readonly [number, number, number, number, number]

/** Measures loudness of sound that comes bit by bit; ten numbers a second are held. */
export interface LoudnessMeter {
  /** Mono PCM; may be written over afterwards. */
  push(samples: Float32Array): void
  /** Integrated loudness in LKFS of what was pushed; `-Infinity` where nothing passes the gates. */
  integrated(): number
}

/**
 * Integrated loudness in LKFS (LUFS) of a mono clip after ITU-R BS.1770-5: weighted, in blocks of 400 ms, gated at
 * -70 LKFS and then 10 LU below what passes. `-Infinity` where nothing passes.
 */
export function integratedLoudness(samples: Float32Array, sampleRate: number): number {
  const meter = createLoudnessMeter(sampleRate)
  meter.push(samples)
  return meter.integrated()
}

/** As {@link integratedLoudness}, for sound at `sampleRate` Hz that comes bit by bit. */
export function createLoudnessMeter(sampleRate: number): LoudnessMeter {
  const hop = Math.max(1, Math.round(HOP_SECONDS * sampleRate))
  const weigh = createWeighting(sampleRate)
  const wholeHops: number[] = []
  let open = { sum: 0, count: 0 }

  return {
    push(samples) {
      for (let at = 0; at < samples.length; ) {
        const piece = samples.subarray(at, at + hop - open.count)
        open = { sum: open.sum + weigh(piece), count: open.count + piece.length }
        at += piece.length
        if (open.count < hop) continue
        wholeHops.push(open.sum)
        open = { sum: 0, count: 0 }
      }
    },
    integrated() {
      const powers = blockPowers(wholeHops, open, hop)
      const audible = powers.filter((power) => toLkfs(power) > ABSOLUTE_GATE_LKFS)
      const gate = toLkfs(mean(audible)) + RELATIVE_GATE_LU
      return toLkfs(mean(audible.filter((power) => toLkfs(power) > gate)))
    },
  }
}

/** Mean squares of the weighted sound in overlapping blocks; what is shorter than one block is one block. */
function blockPowers(wholeHops: readonly number[], open: { readonly sum: number; readonly count: number }, hop: number): readonly number[] {
  if (wholeHops.length < HOPS_PER_BLOCK) {
    const count = wholeHops.length * hop + open.count
    return count === 0 ? [] : [wholeHops.reduce((sum, part) => sum + part, open.sum) / count]
  }
  return Array.from({ length: wholeHops.length - HOPS_PER_BLOCK + 1 }, (_, block) => {
    let sum = 0
    for (let i = block; i < block + HOPS_PER_BLOCK; i++) sum += wholeHops[i] ?? 0
    return sum / (HOPS_PER_BLOCK * hop)
  })
}

/** Gives the sum of squares of each piece after both filters, whose state goes on from piece to piece. */
function createWeighting(sampleRate: number): (samples: Float32Array) => number {
  const [s0, s1, s2, s3, s4] = highShelf(sampleRate)
  const [p0, p1, p2, p3, p4] = highPass(sampleRate)
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0]
  return (samples) => {
    let sum = 0
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i] ?? 0
      const y = s0 * x + s1 * x1 + s2 * x2 - s3 * y1 - s4 * y2
      const z = p0 * y + p1 * y1 + p2 * y2 - p3 * z1 - p4 * z2
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      z2 = z1
      z1 = z
      sum += z * z
    }
    return sum
  }
}

/** The standard gives coefficients for 48 kHz; these are the analogue prototypes that they come from, at any rate. */
function highShelf(sampleRate: number): Section {
  const k = Math.tan((Math.PI * HIGH_SHELF.frequency) / sampleRate)
  const high = 10 ** (HIGH_SHELF.gainDb / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / HIGH_SHELF.quality + k * k
  return [
    (high + (band * k) / HIGH_SHELF.quality + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / HIGH_SHELF.quality + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / HIGH_SHELF.quality + k * k) / a0,
  ]
}

function highPass(sampleRate: number): Section {
  const k = Math.tan((Math.PI * HIGH_PASS.frequency) / sampleRate)
  const a0 = 1 + k / HIGH_PASS.quality + k * k
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / HIGH_PASS.quality + k * k) / a0]
}

function toLkfs(power: number): number {
  return OFFSET_DB + 10 * Math.log10(power)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
