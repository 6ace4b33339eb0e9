import { describe, expect, it } from 'vitest'
import { createRing, ringReader } from '../shared/audio/ring-buffer'
import type { ToPlayback } from '../shared/protocol/playback'
import { messageSink, ringSink } from './sample-sink'

describe('messageSink', () => {
  function makeSink(capacity: number) {
    const sent: ToPlayback[] = []
    const transferred: Transferable[] = []
    const sink = messageSink((message, transfer) => {
      sent.push(message)
      transferred.push(...transfer)
    }, capacity)
    return { sink, sent, transferred }
  }

  it('holds back what would exceed its capacity until some was played', () => {
    const { sink, sent } = makeSink(4)
    expect(sink.write(Float32Array.of(1, 2, 3))).toBe(3)
    expect(sink.write(Float32Array.of(4, 5))).toBe(1)
    expect(sink.write(Float32Array.of(5))).toBe(0)
    sink.notePlayed(2)
    expect(sink.write(Float32Array.of(5, 6, 7))).toBe(2)
    expect(sent.map((message) => message.type === 'samples' && [...message.samples])).toEqual([[1, 2, 3], [4], [5, 6]])
  })

  it('starts over at a fence', () => {
    const { sink } = makeSink(4)
    sink.write(new Float32Array(4))
    sink.raiseFence()
    expect(sink.write(new Float32Array(9))).toBe(4)
  })

  it('gives copies away, never the memory it was lent', () => {
    const { sink, sent, transferred } = makeSink(4)
    const lent = Float32Array.of(1, 2)
    sink.write(lent)
    expect(transferred).toHaveLength(1)
    expect(transferred[0]).not.toBe(lent.buffer)
    lent[0] = 9
    expect(sent[0]).toMatchObject({ samples: Float32Array.of(1, 2) })
  })
})

describe('ringSink', () => {
  it('writes into the ring and raises its fence', () => {
    const ring = createRing(4)
    const sink = ringSink(ring)
    const reader = ringReader(ring)
    expect(sink.write(Float32Array.of(1, 2, 3))).toBe(3)
    sink.raiseFence()
    expect(sink.write(Float32Array.of(7, 8))).toBe(1)
    reader.crossFence()
    expect(reader.available()).toBe(1)
  })
})
