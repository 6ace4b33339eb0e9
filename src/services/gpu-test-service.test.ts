import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FakeWorker } from '#testing/services/fake-worker'
import type { GpuTestApi, GpuTestEvent } from '../shared/protocol/gpu-test'
import { createGpuTestService } from './gpu-test-service'

let workers: FakeWorker[]
beforeEach(() => { workers = [] })
afterEach(() => { vi.useRealTimers() })

function service(test: GpuTestApi['test']) {
  return createGpuTestService(() => {
    const worker = new FakeWorker({ test })
    workers.push(worker)
    return worker.asWorker()
  })
}

const live = () => new AbortController().signal
const step: GpuTestEvent = { type: 'step', step: 'softmax' }
const hanging: GpuTestApi['test'] = () => new Promise(() => undefined)

it('tells what the worker tells, how it ended, and lets the worker go', async () => {
  const events: GpuTestEvent[] = []
  const tester = service(async (onEvent) => {
    await onEvent(step)
    return { ok: true, value: 'done' }
  })
  expect(await tester.test((event) => events.push(event), live())).toBe('done')
  expect(events).toEqual([step])
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})

it('ends the worker when it is given up, and tests again with another', async () => {
  const controller = new AbortController()
  const tester = service(hanging)
  const given = tester.test(() => undefined, controller.signal)
  controller.abort()
  await expect(given).rejects.toMatchObject({ code: 'aborted' })
  expect(workers[0]?.terminated).toBe(true)
  const again = tester.test(() => undefined, live())
  expect(workers).toHaveLength(2)
  tester.dispose()
  await expect(again).rejects.toMatchObject({ code: 'aborted' })
})

it('rejects when the worker dies, and when it says nothing for too long', async () => {
  const tester = service(hanging)
  const dying = tester.test(() => undefined, live())
  workers[0]?.fail('the driver took it along')
  await expect(dying).rejects.toMatchObject({ code: 'worker-crashed' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const silent = tester.test(() => undefined, live())
  vi.advanceTimersByTime(180_000)
  await expect(silent).rejects.toMatchObject({ code: 'worker-timeout' })
})

it('rejects with the reason that the worker gives', async () => {
  const tester = service(() => Promise.resolve({ ok: false, error: { code: 'device-lost', detail: 'hung' } }))
  await expect(tester.test(() => undefined, live())).rejects.toMatchObject({ code: 'device-lost', detail: 'hung' })
})
