import { expect, it } from 'vitest'
import { createSoundQueue } from './sound-queue'

const settled = () => new Promise((resolve) => setTimeout(resolve))

it('gives results in the order of asking, whichever is there first', async () => {
  const queue = createSoundQueue<string>(new AbortController().signal)
  let resolveFirst: (value: string) => void = () => undefined
  queue.add(4, new Promise((resolve) => { resolveFirst = resolve }))
  queue.add(8, Promise.resolve('second'))
  await settled()
  expect([queue.isReady, queue.frames]).toEqual([false, 12])
  resolveFirst('first')
  await settled()
  expect(queue.isReady).toBe(true)
  expect([await queue.next(), queue.frames]).toEqual(['first', 8])
  expect([await queue.next(), queue.isEmpty, queue.isReady]).toEqual(['second', true, false])
})

it('fails only when it is the turn of what failed', async () => {
  const queue = createSoundQueue<string>(new AbortController().signal)
  queue.add(1, Promise.resolve('well'))
  queue.add(1, Promise.reject(new Error('decoder')))
  await settled()
  expect(await queue.next()).toBe('well')
  await expect(queue.next()).rejects.toThrow('decoder')
})

it('does not wait for a result once the signal has fired', async () => {
  const controller = new AbortController()
  const queue = createSoundQueue<string>(controller.signal)
  queue.add(1, new Promise(() => undefined))
  queue.add(1, Promise.resolve('there'))
  const waiting = queue.next()
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
  await expect(queue.next()).rejects.toMatchObject({ code: 'aborted' })
})
