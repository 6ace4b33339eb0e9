/** One lowest and one highest sample for each column of a drawing. */
export interface WaveformPeaks {
  readonly minima: Float32Array
  readonly maxima: Float32Array
}

/**
 * Reduces PCM to `columns` columns for drawing. Every sample belongs to at least one column, so no peak is lost; with
 * more columns than samples, neighbours show the same sample.
 *
 * @param columns at least 1
 */
export function waveformPeaks(samples: Float32Array, columns: number): WaveformPeaks {
  const minima = new Float32Array(columns)
  const maxima = new Float32Array(columns)
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * samples.length) / columns)
    const end = Math.max(start + 1, Math.floor(((column + 1) * samples.length) / columns))
    let lowest = samples[start] ?? 0
    let highest = lowest
    for (let i = start + 1; i < end; i++) {
      const sample = samples[i] ?? 0
      if (sample < lowest) lowest = sample
      if (sample > highest) highest = sample
    }
    minima[column] = lowest
    maxima[column] = highest
  }
  return { minima, maxima }
}
