import { expect, it } from 'vitest'
import { offerStreamIteration } from './stream-iteration'

/** As WebKit's: read through a reader alone. */
class PlainStream {
  private at = 0
  constructor(private readonly pieces: readonly number[]) {}
  getReader() {
    return {
      read: () => Promise.resolve(this.at < this.pieces.length ? { done: false, value: this.pieces[this.at++] } : { done: true }),
      releaseLock: () => { this.isFree = true },
    }
  }
  isFree = false
}

it('lets a stream be iterated that could only be read, and gives it back at the end', async () => {
  offerStreamIteration(PlainStream as never)
  const stream = new PlainStream([1, 2, 3])
  const pieces: number[] = []
  for await (const piece of stream as unknown as AsyncIterable<number>) pieces.push(piece)
  expect(pieces).toEqual([1, 2, 3])
  expect(stream.isFree).toBe(true)
})

it('leaves a stream alone that can be iterated', () => {
  const own = Object.getOwnPropertyDescriptor(ReadableStream.prototype, Symbol.asyncIterator)
  offerStreamIteration()
  expect(Object.getOwnPropertyDescriptor(ReadableStream.prototype, Symbol.asyncIterator)).toEqual(own)
})
