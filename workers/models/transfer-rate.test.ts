import { describe, expect, it } from 'vitest'

import { createTransferRate } from './transfer-rate'

describe('the transfer rate', () => {
  it('says nothing about the first half second', () => {
    const rate = createTransferRate(0)
    rate.add(1_000_000, 100)
    expect(rate.bytesPerSecond(499)).toBe(0)
  })

  it('is bytes over time since the start while younger than the window', () => {
    const rate = createTransferRate(1000)
    rate.add(300, 1500)
    rate.add(100, 2000)
    expect(rate.bytesPerSecond(3000)).toBe(200)
  })

  it('follows the last five seconds only', () => {
    const rate = createTransferRate(0)
    for (let second = 1; second <= 10; second += 1) rate.add(1000, second * 1000)
    for (let second = 11; second <= 15; second += 1) rate.add(10, second * 1000)
    expect(rate.bytesPerSecond(15_000)).toBe(10)
  })

  it('falls to zero on a line that stands still', () => {
    const rate = createTransferRate(0)
    rate.add(1000, 1000)
    expect(rate.bytesPerSecond(6001)).toBe(0)
  })
})
