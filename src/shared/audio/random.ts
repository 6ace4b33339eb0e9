/** A reproducible source of random numbers: the same seed and stream give the same numbers on every machine. */
export interface Random {
  /** The next 32 random bits as an unsigned integer. */
  uint32(): number
  /** Uniform in [0, 1), with 32 bits of resolution. */
  uniform(): number
  /** Standard normal (mean 0, variance 1), at most 6.7 standard deviations from 0. */
  normal(): number
}

/** Rounds that sfc32's author has the state stirred for after seeding (PractRand, `sfc.cpp`: 12 for three words). */
const STIRRING_ROUNDS = 12
const TWO_TO_32 = 2 ** 32

/**
 * Makes a generator: sfc32 (Chris Doty-Humphrey, PractRand), its state filled by splitmix32, turned into normals by
 * Box and Muller (1958). Different `(seed, stream)` pairs start from different states, so that each chunk of a text can
 * have a stream of its own under one seed.
 *
 * Integers are bit-exact everywhere; normals differ by an ulp at most where `Math.log` or `Math.cos` do.
 *
 * @param seed unsigned 32-bit; higher bits are dropped
 * @param stream unsigned 32-bit; higher bits are dropped
 */
export function createRandom(seed: number, stream = 0): Random {
  const fill = splitmix32(seed)
  let a = fill(0)
  let b = fill(stream)
  let c = fill(0)
  let counter = 1
  let spare: number | null = null

  function uint32(): number {
    const drawn = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return drawn >>> 0
  }

  for (let round = 0; round < STIRRING_ROUNDS; round++) uint32()

  return {
    uint32,
    uniform: () => uint32() / TWO_TO_32,
    normal() {
      if (spare !== null) {
        const kept = spare
        spare = null
        return kept
      }
      // (0, 1]: the logarithm of 0 would be infinite.
      const radius = Math.sqrt(-2 * Math.log((uint32() + 1) / TWO_TO_32))
      const angle = (2 * Math.PI * uint32()) / TWO_TO_32
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
  }
}

/**
 * Steele, Lea and Flood's SplitMix with 32-bit words: a Weyl sequence with the golden ratio's increment, finished by
 * MurmurHash3's `fmix32`. What is handed to a draw is folded into the state before it.
 */
function splitmix32(seed: number): (folded: number) => number {
  let state = seed | 0
  return (folded) => {
    state = ((state ^ folded) + 0x9e3779b9) | 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) | 0
  }
}
