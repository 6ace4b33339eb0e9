import { expect, it } from 'vitest'
import { createStageClock } from './stage-clock'

it('adds up time, calls and frames per stage, in the order of first use', async () => {
  let now = 0
  const clock = createStageClock(() => now)
  const take = (ms: number) => () => { now += ms }
  await clock.time('lm', 1, take(5))
  await clock.time('flow', 1, take(2))
  await clock.time('lm', 1, take(7))
  expect(clock.snapshot()).toEqual([
    { stage: 'lm', totalMs: 12, calls: 2, frames: 2 },
    { stage: 'flow', totalMs: 2, calls: 1, frames: 1 },
  ])
})

it('does not count a failed act', async () => {
  const clock = createStageClock(() => 0)
  await expect(clock.time('decode', 4, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(clock.snapshot()).toEqual([])
})

it('counts what was timed in another thread', async () => {
  const clock = createStageClock(() => 0)
  clock.add('decode', 4, 80)
  await clock.time('decode', 2, () => undefined)
  expect(clock.snapshot()).toEqual([{ stage: 'decode', totalMs: 80, calls: 2, frames: 6 }])
})

it('tells the median and the 95th percentile of single frames in the end, where a stage makes frames', async () => {
  const clock = createStageClock(() => 0)
  // 16 frames of 1 ms each, in calls of four, then four frames of 5 ms: the 19th of 20 is one of the latter.
  for (let call = 0; call < 4; call++) clock.add('decode', 4, 4)
  for (let call = 0; call < 4; call++) clock.add('decode', 1, 5)
  await clock.time('text', 0, () => undefined)
  expect(clock.summary()).toEqual([
    { stage: 'decode', totalMs: 36, calls: 8, frames: 20, spread: { medianMs: 1, p95Ms: 5 } },
    { stage: 'text', totalMs: 0, calls: 1, frames: 0 },
  ])
})
