import { expect, it } from 'vitest'
import { loadNodeKernels } from '#fixtures/node-kernels'
import { measureSpeed } from './speed-test'

it('counts multiply-adds by the fastest of a few calls, of either kind', async () => {
  // Calls of 8, 7 … 3 milliseconds by this clock.
  const lengths = [8, 7, 6, 5, 4, 3]
  let call = 0
  let time = 0
  const now = () => {
    time += call % 2 === 1 ? lengths[(call >> 1) % 6]! : 0
    call += 1
    return time
  }
  const { rounded, float } = measureSpeed(await loadNodeKernels(), now)
  expect(rounded).toBeCloseTo((1024 * 32_768) / 0.003, -3)
  expect(float).toBeCloseTo((192 * 1536 * 256) / 0.003, -3)
})
