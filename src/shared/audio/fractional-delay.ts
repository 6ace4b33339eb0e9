/** Samples on either side that a value between two samples is made of. */
const HALF_WIDTH = 8

/** `count` values of a sound from `from` on, which may lie between two samples: by a windowed sinc. Silence lies around the sound. */
export function readFractional(sound: Float32Array, from: number, count: number): Float32Array {
  const whole = Math.floor(from)
  const fraction = from - whole
  const values = new Float32Array(count)
  if (fraction < 1e-6) {
    for (let i = 0; i < count; i++) values[i] = sound[whole + i] ?? 0
    return values
  }
  const filter = filterAt(fraction)
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let tap = 0; tap < filter.length; tap++) sum += (filter[tap] ?? 0) * (sound[whole + i + tap - HALF_WIDTH + 1] ?? 0)
    values[i] = sum
  }
  return values
}

function filterAt(fraction: number): Float64Array {
  return Float64Array.from({ length: 2 * HALF_WIDTH }, (_, tap) => {
    const distance = tap - HALF_WIDTH + 1 - fraction
    const sinc = distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance)
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / HALF_WIDTH))
  })
}
