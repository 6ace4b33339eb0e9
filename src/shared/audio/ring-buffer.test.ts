import { describe, expect, it } from 'vitest'
import { createRing, ringReader, ringWriter } from './ring-buffer'

const count = (from: number, to: number) => Float32Array.from({ length: to - from }, (_, i) => from + i)

function pair(capacity: number, startCounter = 0) {
  const ring = createRing(capacity)
  new Int32Array(ring).fill(startCounter, 0, 3)
  const reader = ringReader(ring)
  const take = (n: number) => {
    const target = new Float32Array(n)
    reader.read(target, n)
    return [...target]
  }
  return { writer: ringWriter(ring), reader, take }
}

describe('ring buffer', () => {
  it('takes what fits and says how much that was', () => {
    const { writer, reader, take } = pair(8)
    expect(writer.write(count(0, 5))).toBe(5)
    expect(writer.write(count(5, 10))).toBe(3)
    expect(writer.write(count(8, 10))).toBe(0)
    expect(reader.available()).toBe(8)
    expect(take(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect([reader.available(), writer.free()]).toEqual([0, 8])
  })

  it('rounds its capacity up to a power of two', () => {
    expect(ringWriter(createRing(5)).free()).toBe(8)
    expect(ringWriter(createRing(16)).free()).toBe(16)
  })

  it.each([
    ['the end of its memory', 0],
    ['2^31', 2 ** 31 - 20],
    ['2^32', -20],
  ])('keeps every sample in order across %s', (_, startCounter) => {
    const { writer, reader, take } = pair(16, startCounter | 0)
    const heard: number[] = []
    let sent = 0
    for (let round = 0; round < 40; round++) {
      sent += writer.write(count(sent, sent + 7))
      expect(reader.available()).toBe(sent - heard.length)
      heard.push(...take(Math.min(5, reader.available())))
      expect(reader.readSinceFence()).toBe(heard.length)
    }
    expect(heard).toEqual([...count(0, heard.length)])
    expect(heard.length).toBeGreaterThan(190)
  })

  it('offers only stale samples while a fence stands, and jumps to the fresh ones across it', () => {
    const { writer, reader, take } = pair(16)
    writer.write(count(0, 6))
    take(2)
    writer.raiseFence()
    writer.write(count(100, 104))
    expect(reader.available()).toBe(4)
    expect(reader.readSinceFence()).toBe(0)
    expect(take(1)).toEqual([2])
    reader.crossFence()
    expect(reader.available()).toBe(4)
    expect(take(3)).toEqual([100, 101, 102])
    expect(reader.readSinceFence()).toBe(3)
  })

  it('crosses two fences at once to what came after the second', () => {
    const { writer, reader, take } = pair(16)
    writer.write(count(0, 3))
    writer.raiseFence()
    writer.write(count(3, 6))
    writer.raiseFence()
    writer.write(count(6, 9))
    reader.crossFence()
    reader.crossFence()
    expect(take(3)).toEqual([6, 7, 8])
  })

  it('does not step back when a fence is crossed late', () => {
    const { writer, reader, take } = pair(16, -3)
    writer.raiseFence()
    writer.write(count(0, 8))
    take(5)
    reader.crossFence()
    expect(take(3)).toEqual([5, 6, 7])
  })

  it('gives no memory back to the writer before the reader has crossed the fence', () => {
    const { writer, reader } = pair(8)
    writer.write(count(0, 8))
    writer.raiseFence()
    expect(writer.free()).toBe(0)
    reader.crossFence()
    expect(writer.free()).toBe(8)
  })
})
