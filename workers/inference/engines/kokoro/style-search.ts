import { judgeStyle, type Restraint, type VoiceAim, type VoiceForecast } from './voice-forecast'

/** Steps uphill; the value hardly changes after half of them (training/starter-style). */
const STEPS = 120
/** Step width in coordinates, and the memory of slope and of its square: Adam, Kingma and Ba 2015. */
const RATE = 0.08
const MEMORY = 0.9
const SQUARE_MEMORY = 0.99

/** The best style found on the way uphill from `start`, as coordinates. `start` is only read. */
export function seekStyle(forecast: VoiceForecast, start: Float64Array, aim: VoiceAim, restraint: Restraint): Float64Array {
  const here = start.slice()
  const slope = new Float64Array(here.length)
  const square = new Float64Array(here.length)
  let best = { coordinates: start, value: -Infinity }
  for (let step = 1; step <= STEPS; step++) {
    const { value, gradient } = judgeStyle(forecast, here, aim, restraint)
    if (value > best.value) best = { coordinates: here.slice(), value }
    for (let at = 0; at < here.length; at++) {
      const rise = gradient[at] ?? 0
      const mean = MEMORY * (slope[at] ?? 0) + (1 - MEMORY) * rise
      const spread = SQUARE_MEMORY * (square[at] ?? 0) + (1 - SQUARE_MEMORY) * rise ** 2
      slope[at] = mean
      square[at] = spread
      // Both memories begin at zero, which the denominators make up for.
      const unbiased = mean / (1 - MEMORY ** step)
      here[at] = (here[at] ?? 0) + (RATE * unbiased) / (Math.sqrt(spread / (1 - SQUARE_MEMORY ** step)) + 1e-8)
    }
  }
  return best.coordinates.slice()
}
