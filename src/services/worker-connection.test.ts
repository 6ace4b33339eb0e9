import { afterEach, describe, expect, it, vi } from 'vitest'
import { MynaError, type Outcome } from '../shared/protocol/errors'
import { FakeWorker } from '#testing/services/fake-worker'
import { createWorkerConnection } from '../shared/threads/worker-connection'

interface Api {
  double(value: number): Promise<Outcome<number>>
  hang(): Promise<Outcome<number>>
  refuse(): Promise<Outcome<number>>
}

const api: Api = {
  double: (value) => Promise.resolve({ ok: true, value: 2 * value }),
  hang: () => new Promise(() => undefined),
  refuse: () => Promise.resolve({ ok: false, error: { code: 'storage-full', detail: 'no room' } }),
}

function setUp() {
  const workers: FakeWorker[] = []
  const onRespawn = vi.fn()
  const connection = createWorkerConnection<Api>({
    spawn() {
      const worker = new FakeWorker(api)
      workers.push(worker)
      return worker.asWorker()
    },
    onRespawn,
  })
  return { connection, workers, onRespawn, last: () => workers.at(-1)! }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('worker connection', () => {
  it('answers calls and starts the worker only when first asked', async () => {
    const { connection, workers } = setUp()
    expect(workers).toHaveLength(0)
    expect(await connection.call((remote) => remote.double(21))).toBe(42)
    expect(workers).toHaveLength(1)
    connection.dispose()
  })

  it('throws the code that the worker reported', async () => {
    const { connection } = setUp()
    await expect(connection.call((remote) => remote.refuse())).rejects.toMatchObject({ code: 'storage-full', detail: 'no room' })
    connection.dispose()
  })

  it('rejects everything pending when the worker fails, and the next call meets a fresh worker', async () => {
    const { connection, workers, onRespawn, last } = setUp()
    await connection.call((remote) => remote.double(1))
    const first = connection.call((remote) => remote.hang())
    const second = connection.call((remote) => remote.hang())
    last().fail('boom')
    await expect(first).rejects.toMatchObject({ code: 'worker-crashed', detail: 'boom' })
    await expect(second).rejects.toMatchObject({ code: 'worker-crashed' })
    expect(onRespawn).toHaveBeenCalledOnce()
    expect(workers[0]!.terminated).toBe(true)
    expect(await connection.call((remote) => remote.double(1))).toBe(2)
    expect(workers).toHaveLength(2)
    connection.dispose()
  })

  it('does not ask for a replacement of a worker that never said a word', async () => {
    const { connection, workers, onRespawn, last } = setUp()
    const call = connection.call((remote) => remote.hang())
    last().fail('the script did not load')
    await expect(call).rejects.toMatchObject({ code: 'worker-crashed' })
    expect(onRespawn).not.toHaveBeenCalled()
    expect(workers).toHaveLength(1)
    connection.dispose()
  })

  it('notices a worker that ended without any event, through its life lock', async () => {
    let grant: () => void = () => undefined
    vi.stubGlobal('navigator', {
      locks: { request: (_name: string, act: () => void) => new Promise<void>((resolve) => (grant = () => { act(); resolve() })) },
    })
    const { connection, last } = setUp()
    const pending = connection.call((remote) => remote.hang())
    last().dispatchEvent(new MessageEvent('message', { data: { type: 'life-lock', name: 'life' } }))
    grant()
    await expect(pending).rejects.toMatchObject({ code: 'worker-crashed' })
    connection.dispose()
  })

  it('replaces a worker that gives no sign of life', async () => {
    vi.useFakeTimers()
    const { connection, workers } = setUp()
    const pending = expect(connection.call((remote) => remote.hang(), { timeoutMs: 1000 })).rejects.toMatchObject({ code: 'worker-timeout' })
    await vi.advanceTimersByTimeAsync(1001)
    await pending
    expect(workers[0]!.terminated).toBe(true)
    connection.dispose()
  })

  it('waits on while there are signs of life', async () => {
    vi.useFakeTimers()
    const { connection } = setUp()
    let sign: () => void = () => undefined
    let settled = false
    const pending = connection.call((remote, alive) => {
      sign = alive
      return remote.hang()
    }, { timeoutMs: 1000 })
    pending.catch(() => (settled = true))
    await vi.advanceTimersByTimeAsync(900)
    sign()
    await vi.advanceTimersByTimeAsync(900)
    expect(settled).toBe(false)
    await vi.advanceTimersByTimeAsync(101)
    expect(settled).toBe(true)
    connection.dispose()
  })

  it('asks a silent worker, and waits on for as long as it answers', async () => {
    vi.useFakeTimers()
    const { connection, workers } = setUp()
    let [answers, settled] = [true, false]
    const ping = vi.fn(() => (answers ? Promise.resolve() : new Promise<never>(() => undefined)))
    const pending = connection.call((remote) => remote.hang(), { timeoutMs: 1000, ping })
    pending.catch(() => (settled = true))
    await vi.advanceTimersByTimeAsync(5500)
    expect([ping.mock.calls.length, settled]).toEqual([5, false])
    answers = false
    await vi.advanceTimersByTimeAsync(1400)
    expect([ping.mock.calls.length, settled]).toEqual([6, false])
    await vi.advanceTimersByTimeAsync(200)
    await expect(pending).rejects.toMatchObject({ code: 'worker-timeout' })
    expect(workers[0]!.terminated).toBe(true)
    connection.dispose()
  })

  it('rejects at once when the signal aborts, and leaves the other calls alone', async () => {
    const { connection } = setUp()
    const controller = new AbortController()
    const stopped = connection.call((remote) => remote.hang(), { signal: controller.signal })
    const other = connection.call((remote) => remote.double(4))
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
    expect(await other).toBe(8)
    connection.dispose()
  })

  it('rejects what is pending with the given reason on restart', async () => {
    const { connection } = setUp()
    const pending = connection.call((remote) => remote.hang())
    connection.restart(new MynaError('aborted', 'another runtime'))
    await expect(pending).rejects.toMatchObject({ code: 'aborted', detail: 'another runtime' })
    connection.dispose()
  })
})
