/** A band of a spectrum of real values: triangle weights of its bins. */
export interface MelFilter {
  /** Bin that the first weight is for. */
  readonly first: number
  readonly weights: Float64Array
}

/** Bands of a spectrum. */
export interface MelBands {
  /** Samples of a transform. */
  readonly length: number
  readonly sampleRate: number
  readonly bands: number
  readonly lowHz: number
  readonly highHz: number
  /** `slaney`: triangles of equal area on the scale of his Auditory Toolbox (1998). `htk`: of equal height on that of O'Shaughnessy (1987). */
  readonly scale: 'slaney' | 'htk'
}

const SCALES = {
  // Linear up to 1000 Hz, 15 mel; logarithmic from there on.
  slaney: {
    melOf: (hertz: number) => (hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4)),
    hertzOf: (mel: number) => (mel < 15 ? (200 * mel) / 3 : 1000 * 6.4 ** ((mel - 15) / 27)),
  },
  htk: {
    melOf: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
    hertzOf: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
}

/** Filters whose corners lie equally far apart on a mel scale. */
export function melFilters({ length, sampleRate, bands, lowHz, highHz, scale }: MelBands): readonly MelFilter[] {
  const { melOf, hertzOf } = SCALES[scale]
  const [low, high] = [melOf(lowHz), melOf(highHz)]
  const corners = Array.from({ length: bands + 2 }, (_, i) => hertzOf(low + ((high - low) * i) / (bands + 1)))
  const binHz = sampleRate / length
  return Array.from({ length: bands }, (_, band) => {
    const [left = NaN, middle = NaN, right = NaN] = corners.slice(band, band + 3)
    const first = Math.ceil(left / binHz)
    const height = scale === 'slaney' ? 2 / (right - left) : 1
    const weights = Float64Array.from({ length: Math.max(0, Math.min(length / 2, Math.floor(right / binHz)) - first + 1) }, (_, i) => {
      const hertz = (first + i) * binHz
      return height * Math.max(0, Math.min((hertz - left) / (middle - left), (right - hertz) / (right - middle)))
    })
    return { first, weights }
  })
}
