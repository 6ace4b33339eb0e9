import { describe, expect, it } from 'vitest'
import { createFixedPlan, createPacedPlan, pacedBlockFrames } from './block-plan'

const FRAME = 0.08

describe('the size of the next block by the measured pace', () => {
  const size = (previousFrames: number, framesSinceFirst: number | null, costSeconds: number, decodeSeconds = 0.005) =>
    pacedBlockFrames({ previousFrames, framesSinceFirst, elapsedSeconds: (framesSinceFirst ?? 0) * costSeconds, decodeSeconds }, FRAME)

  it('is one frame, then two, until something was heard and measured', () => {
    expect(size(0, null, 0)).toBe(1)
    expect(size(1, null, 0)).toBe(2)
    expect(size(2, null, 0)).toBe(2)
    expect(size(2, 0, 0)).toBe(2)
  })

  it('takes half of the lead at most', () => {
    // 10 frames at 40 ms leave 0.4 s of lead; half of it pays for 5 more.
    expect(size(12, 10, 0.04)).toBe(5)
    // Two frames at 60 ms leave 40 ms: not enough for a second frame.
    expect(size(1, 2, 0.06)).toBe(1)
  })

  it('doubles at most', () => {
    expect(size(1, 100, 0.01)).toBe(2)
    expect(size(4, 100, 0.01)).toBe(8)
  })

  it('never gets longer than the shortest ring allows', () => {
    expect(size(12, 1000, 0.001)).toBe(12)
    expect(16 * size(12, 1000, 0.001) + 249).toBeLessThanOrEqual(448)
  })

  it('is long where sound is made more slowly than it is heard', () => {
    expect(size(8, 100, 0.09)).toBe(12)
    expect(size(2, 100, 0.5)).toBe(4)
  })

  it.each([[0.0225, 4], [0.05, 1], [0.5, 1]])('ends where decoding it at %f s per frame would hold up a cancel', (decodeSeconds, frames) => {
    expect(size(12, 1000, 0.09, decodeSeconds)).toBe(frames)
  })
})

describe('a plan by the measured pace', () => {
  it('starts with one frame and grows with the lead', () => {
    let now = 0
    const plan = createPacedPlan(FRAME, () => now)
    const sizes: number[] = []
    for (let block = 0; block < 7; block++) {
      const frames = plan.next()
      sizes.push(frames)
      // 20 ms a frame, four times as fast as it is heard.
      now += 20 * frames
      plan.decoded(frames, 8 * frames)
    }
    // Seconds of lead after each: 0, 0.12, 0.3, 0.66, 1.2, … of which half buys lead / 0.04 frames, doubling at most.
    expect(sizes).toEqual([1, 2, 3, 6, 11, 11, 11])
  })
})

describe('a fixed plan', () => {
  it('depends on nothing but the order of blocks', () => {
    const sizes = () => {
      const plan = createFixedPlan()
      return Array.from({ length: 5 }, (_, block) => {
        plan.decoded(1, 1000 * block)
        return plan.next()
      })
    }
    expect(sizes()).toEqual([1, 2, 3, 3, 3])
  })
})
