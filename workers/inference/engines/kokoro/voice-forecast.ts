/** A voice that a style is to come near to. */
export interface VoiceAim {
  /** Unit vector of the speaker encoder. */
  readonly embedding: Float32Array
  /** Median pitch, semitones above 1 Hz; null where it is unknown. */
  readonly semitones: number | null
}

/** How a style was heard, or how it is predicted to be heard: an embedding of any length and the median pitch. */
export type Heard = Float64Array

/**
 * Part of a forecast: a Gaussian process' mean (Rasmussen and Williams 2006, equation 2.25) over styles that were
 * heard, with a squared-exponential and a linear kernel.
 */
export interface ForecastPart {
  /** [points, n]: scaled coordinates. */
  readonly points: Float32Array
  /** [points, outputs] */
  readonly weights: Float32Array
  /** Share of the linear kernel. */
  readonly linear: number
  /** One length of the kernel in scaled coordinates. */
  readonly length: number
}

/** Predicts how a style will be heard, from its coordinates. */
export interface VoiceForecast {
  /** [n]: coordinates times this are the parts' scaled coordinates. */
  readonly scale: Float32Array
  /** [outputs]: what is heard of a style far from all that were heard. The last output is the pitch. */
  readonly mean: Float32Array
  readonly parts: readonly ForecastPart[]
}

/** How much worse a style is for a semitone squared of distance in pitch, and for its squared distance from the mean style. */
export interface Restraint {
  readonly pitch: number
  readonly distance: number
}

/** What the coordinates of a style are predicted to be heard as. */
export function predict(forecast: VoiceForecast, coordinates: Float64Array): Heard {
  const scaled = scaledBy(forecast, coordinates)
  const heard = Float64Array.from(forecast.mean)
  for (const part of forecast.parts) {
    forEachPoint(part, scaled, (point, near, product) => {
      const share = near + part.linear * product
      for (let output = 0; output < heard.length; output++) {
        heard[output] = (heard[output] ?? 0) + share * (part.weights[point * heard.length + output] ?? 0)
      }
    })
  }
  return heard
}

/** Cosine of an embedding as {@link Heard} holds it with the aimed one. */
export function likeness(heard: Heard, { embedding }: VoiceAim): number {
  let product = 0
  let squares = 0
  for (const [index, value] of embedding.entries()) {
    product += value * (heard[index] ?? 0)
    squares += (heard[index] ?? 0) ** 2
  }
  return product / Math.sqrt(squares)
}

/** {@link likeness}, less what the distance in pitch takes away. */
export function nearness(heard: Heard, aim: VoiceAim, { pitch }: Restraint): number {
  return likeness(heard, aim) - pitch * pitchOff(heard, aim) ** 2
}

/** How good a style is predicted to be, and the direction in which it becomes better. */
export function judgeStyle(
  forecast: VoiceForecast,
  coordinates: Float64Array,
  aim: VoiceAim,
  restraint: Restraint,
): { readonly value: number; readonly gradient: Float64Array } {
  const heard = predict(forecast, coordinates)
  const pull = pullTowards(heard, aim, restraint)
  const scaled = scaledBy(forecast, coordinates)
  const slope = new Float64Array(coordinates.length)
  for (const part of forecast.parts) {
    forEachPoint(part, scaled, (point, near) => {
      let share = 0
      for (let output = 0; output < pull.length; output++) share += (pull[output] ?? 0) * (part.weights[point * pull.length + output] ?? 0)
      const bend = (near * share) / part.length ** 2
      for (let at = 0; at < slope.length; at++) {
        const place = part.points[point * slope.length + at] ?? 0
        slope[at] = (slope[at] ?? 0) + bend * (place - (scaled[at] ?? 0)) + part.linear * share * place
      }
    })
  }
  let squares = 0
  for (const coordinate of coordinates) squares += coordinate ** 2
  const gradient = slope.map((value, at) => value * (forecast.scale[at] ?? 0) - 2 * restraint.distance * (coordinates[at] ?? 0))
  return { value: nearness(heard, aim, restraint) - restraint.distance * squares, gradient }
}

/** Derivative of {@link nearness} by what is heard. */
function pullTowards(heard: Heard, aim: VoiceAim, { pitch }: Restraint): Float64Array {
  const { embedding } = aim
  const cosine = likeness(heard, aim)
  const norm = Math.hypot(...heard.subarray(0, embedding.length))
  const pull = new Float64Array(heard.length)
  for (const [index, value] of embedding.entries()) pull[index] = value / norm - (cosine * (heard[index] ?? 0)) / norm ** 2
  pull[embedding.length] = -2 * pitch * pitchOff(heard, aim)
  return pull
}

function pitchOff(heard: Heard, { embedding, semitones }: VoiceAim): number {
  return semitones === null ? 0 : (heard[embedding.length] ?? 0) - semitones
}

function scaledBy({ scale }: VoiceForecast, coordinates: Float64Array): Float64Array {
  return coordinates.map((value, at) => value * (scale[at] ?? 0))
}

/** Calls back with the squared-exponential kernel and the scalar product of every point with `scaled`. */
function forEachPoint(
  { points, length }: ForecastPart,
  scaled: Float64Array,
  visit: (point: number, near: number, product: number) => void,
): void {
  for (let point = 0; point * scaled.length < points.length; point++) {
    let squared = 0
    let product = 0
    for (let at = 0; at < scaled.length; at++) {
      const [place, here] = [points[point * scaled.length + at] ?? 0, scaled[at] ?? 0]
      squared += (place - here) ** 2
      product += place * here
    }
    visit(point, Math.exp(-squared / (2 * length ** 2)), product)
  }
}
