import { describe, expect, it } from 'vitest'
import { findPauses, pausesFrom, runsOf } from './pauses'

/** Energies, 80 a second: [seconds, nats] one after another. */
function energies(...stretches: readonly (readonly [seconds: number, nats: number])[]): Float32Array {
  // A ripple, as speech and noise have one.
  return Float32Array.from(stretches.flatMap(([seconds, nats]) => Array.from({ length: Math.round(80 * seconds) }, (_, at) => nats + 0.2 * Math.sin(at))))
}

const at80 = (runs: ReturnType<typeof runsOf>) => runs.map(({ from, to }) => [from / 80, to / 80])

describe('pauses of a recording', () => {
  it('are where it is as quiet as its noise for long enough to lie between words', () => {
    const { silent } = findPauses(energies([0.5, -8], [1, 0], [0.1, -8], [1, 0], [0.5, -8], [1, 0], [0.3, -8]))!
    expect(at80(runsOf(silent))).toEqual([[0, 0.5], [2.6, 3.1], [4.1, 4.4]])
  })

  it('hold a breath, but not a word', () => {
    const breath = findPauses(energies([1, 0], [0.3, -8], [0.1, -5], [0.3, -8], [1, 0]))!
    expect(at80(runsOf(breath.silent))).toEqual([[1, 1.7]])
    const word = findPauses(energies([1, 0], [0.3, -8], [0.1, -0.5], [0.3, -8], [1, 0]))!
    expect(runsOf(word.silent)).toHaveLength(2)
  })

  it('cannot be found behind music, nor speech where nothing stands out', () => {
    expect(runsOf(findPauses(energies([1, 0], [0.5, -2], [1, 0]))!.silent)).toEqual([])
    expect(findPauses(energies([3, -8]))).toBeNull()
    expect(findPauses(new Float32Array(0))).toBeNull()
  })
})

describe('shortening pauses', () => {
  it('takes out the middle of long ones, the beginning and the end, and keeps where', () => {
    const { silent } = findPauses(energies([1, -8], [1, 0], [2, -8], [1, 0], [1, -8]))!
    const { kept, cuts } = pausesFrom(silent)
    // 75 ms at either edge, 150 ms at either side of the pause.
    expect(kept.reduce((sum, is) => sum + is, 0) / 40).toBeCloseTo(2 + 2 * 0.075 + 0.3, 5)
    expect(cuts).toEqual([{ at: 3 + 40 + 6, frames: 80 - 12 }])
  })

  it('leaves short ones alone', () => {
    const { silent } = findPauses(energies([1, 0], [0.25, -8], [1, 0]))!
    const { kept, cuts } = pausesFrom(silent)
    expect([new Set(kept), cuts]).toEqual([new Set([1]), []])
  })
})
