import { describe, expect, it } from 'vitest'
import { TakeBuffer } from './take-buffer'

describe('TakeBuffer', () => {
  it('is empty, unfinished and silent at first', () => {
    const take = new TakeBuffer(24_000)
    expect([take.sampleCount, take.seconds, take.finished]).toEqual([0, 0, false])
    expect(take.viewFrom(0)).toHaveLength(0)
  })

  it('views from any sample to the end of its part, and nothing past the end', () => {
    const take = new TakeBuffer(2)
    take.append(Float32Array.of(0, 1))
    take.append(new Float32Array(0))
    take.append(Float32Array.of(2, 3, 4))
    expect([...take.viewFrom(0)]).toEqual([0, 1])
    expect([...take.viewFrom(1)]).toEqual([1])
    expect([...take.viewFrom(2)]).toEqual([2, 3, 4])
    expect([...take.viewFrom(4)]).toEqual([4])
    expect(take.viewFrom(5)).toHaveLength(0)
    expect(take.seconds).toBe(2.5)
  })

  it('keeps parts by reference: appending copies nothing', () => {
    const take = new TakeBuffer(24_000)
    const part = Float32Array.of(1, 2)
    take.append(part)
    expect(take.viewFrom(0).buffer).toBe(part.buffer)
  })
})
