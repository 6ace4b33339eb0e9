import { describe, expect, it } from 'vitest'
import { SampleQueue } from './sample-queue'

function take(queue: SampleQueue, count: number): number[] {
  const target = new Float32Array(count)
  queue.read(target, count)
  return [...target]
}

describe('SampleQueue', () => {
  it('has nothing to give at first', () => {
    const queue = new SampleQueue()
    expect([queue.available(), queue.readSinceFence()]).toEqual([0, 0])
    queue.crossFence()
    expect(queue.available()).toBe(0)
  })

  it('reads across chunks, empty ones too, in order', () => {
    const queue = new SampleQueue()
    for (const chunk of [[1, 2], [], [3], [4, 5, 6]]) queue.push(Float32Array.from(chunk))
    expect(queue.available()).toBe(6)
    expect(take(queue, 4)).toEqual([1, 2, 3, 4])
    expect(take(queue, 2)).toEqual([5, 6])
    expect([queue.available(), queue.readSinceFence()]).toEqual([0, 6])
  })

  it('offers stale samples only while a fence stands, and drops them across it', () => {
    const queue = new SampleQueue()
    queue.push(Float32Array.of(1, 2, 3))
    take(queue, 1)
    queue.raiseFence()
    queue.push(Float32Array.of(7, 8))
    expect([queue.available(), queue.readSinceFence()]).toEqual([2, 0])
    queue.crossFence()
    expect(queue.available()).toBe(2)
    expect(take(queue, 2)).toEqual([7, 8])
    expect(queue.readSinceFence()).toBe(2)
  })
})
