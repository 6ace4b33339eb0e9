import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MynaError } from '../shared/protocol/errors'
import type { FromPlayback, ToPlayback } from '../shared/protocol/playback'
import { openPlaybackOutput } from './playback-output'

class FakeContext extends EventTarget {
  static newest: FakeContext
  static addModule = vi.fn(() => Promise.resolve())
  state: 'suspended' | 'running' | 'interrupted' | 'closed' = 'suspended'
  readonly audioWorklet = { addModule: FakeContext.addModule }
  readonly destination = {}
  readonly resume = vi.fn((): Promise<void> => {
    this.enter('running')
    return Promise.resolve()
  })
  readonly suspend = vi.fn((): Promise<void> => {
    this.enter('suspended')
    return Promise.resolve()
  })
  readonly close = vi.fn(() => {
    this.enter('closed')
    return Promise.resolve()
  })

  constructor(readonly options: { sampleRate: number }) {
    super()
    FakeContext.newest = this
  }

  enter(state: typeof this.state): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeNode {
  static newest: FakeNode
  readonly posted: ToPlayback[] = []
  readonly port = {
    onmessage: null as ((event: { data: FromPlayback }) => void) | null,
    postMessage: (message: ToPlayback) => this.posted.push(message),
  }
  onprocessorerror: (() => void) | null = null
  readonly connect = vi.fn()
  readonly disconnect = vi.fn()

  constructor(_context: FakeContext, readonly name: string, readonly options: { processorOptions: { ring: unknown } }) {
    FakeNode.newest = this
  }

  hear(data: FromPlayback): void {
    this.port.onmessage?.({ data })
  }
}

const position = (epoch: number, played = 0): FromPlayback => ({ type: 'position', epoch, played, buffered: 0, underruns: 0 })

describe('openPlaybackOutput', () => {
  const listener = { onReport: vi.fn(), onFailure: vi.fn<(error: MynaError) => void>(), onInterrupted: vi.fn() }

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('AudioContext', FakeContext)
    vi.stubGlobal('AudioWorkletNode', FakeNode)
    vi.stubGlobal('crossOriginIsolated', true)
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.clearAllMocks()
  })

  /** Opened, with the worklet's module loaded. */
  async function openReady() {
    const output = openPlaybackOutput(24_000, listener)
    await vi.advanceTimersByTimeAsync(0)
    return output
  }

  it('fails with playback-failed when the worklet cannot be loaded', async () => {
    FakeContext.addModule.mockRejectedValueOnce(new Error('blocked'))
    await openReady()
    expect(listener.onFailure.mock.calls[0]?.[0]).toMatchObject({ code: 'playback-failed', detail: 'blocked' })
  })

  it('fails when the browser leaves resume pending for ever', async () => {
    const output = await openReady()
    FakeContext.newest.resume.mockReturnValueOnce(new Promise<never>(() => undefined))
    output.resume()
    await vi.advanceTimersByTimeAsync(4_900)
    expect(listener.onFailure).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    expect(listener.onFailure.mock.calls[0]?.[0].code).toBe('playback-failed')
  })

  it('fails when the processor throws', async () => {
    await openReady()
    FakeNode.newest.onprocessorerror?.()
    expect(listener.onFailure).toHaveBeenCalledOnce()
  })

  it('tells when the system takes the sound away, but not when it closes by itself', async () => {
    const output = await openReady()
    output.resume()
    FakeContext.newest.enter('interrupted')
    expect(listener.onInterrupted).toHaveBeenCalledOnce()
    FakeContext.newest.enter('running')
    await output.close()
    expect(listener.onInterrupted).toHaveBeenCalledOnce()
    expect(FakeContext.newest.close).toHaveBeenCalledOnce()
  })

  it('takes no rest for an interruption, and is interrupted again once it is awake', async () => {
    const output = await openReady()
    output.resume()
    output.rest()
    expect(FakeContext.newest.state).toBe('suspended')
    output.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeContext.newest.state).toBe('running')
    expect(listener.onInterrupted).not.toHaveBeenCalled()
    FakeContext.newest.enter('interrupted')
    expect(listener.onInterrupted).toHaveBeenCalledOnce()
  })

  it('is awake where it is asked for sound while it goes to rest', async () => {
    const output = await openReady()
    output.resume()
    FakeContext.newest.suspend.mockImplementationOnce(() => Promise.resolve().then(() => { FakeContext.newest.enter('suspended') }))
    FakeContext.newest.resume.mockImplementationOnce(() => Promise.resolve().then(() => Promise.resolve()).then(() => { FakeContext.newest.enter('running') }))
    output.rest()
    output.resume()
    await vi.advanceTimersByTimeAsync(0)
    expect(FakeContext.newest.state).toBe('running')
    expect(listener.onInterrupted).not.toHaveBeenCalled()
  })

  it('reports nothing from before the latest reset', async () => {
    const output = await openReady()
    output.reset()
    output.reset()
    FakeNode.newest.hear(position(1))
    FakeNode.newest.hear({ type: 'ended', epoch: 1, underruns: 0 })
    expect(listener.onReport).not.toHaveBeenCalled()
    FakeNode.newest.hear(position(2))
    expect(listener.onReport).toHaveBeenCalledExactlyOnceWith(position(2))
  })

  it('makes the context at once and keeps commands, in order, until the worklet is there', async () => {
    const output = openPlaybackOutput(24_000, listener)
    expect(FakeContext.newest.options.sampleRate).toBe(24_000)
    output.reset()
    output.play()
    output.end()
    await vi.advanceTimersByTimeAsync(0)
    output.pause()
    expect(FakeNode.newest.posted.map(({ type }) => type)).toEqual(['reset', 'play', 'end', 'pause'])
  })

  it('carries samples through shared memory where the page is isolated: at least 16 s', async () => {
    const output = await openReady()
    expect(output.sharedMemory).toBe(true)
    expect(FakeNode.newest.options.processorOptions.ring).toBeInstanceOf(SharedArrayBuffer)
    expect(output.write(new Float32Array(16 * 24_000))).toBe(16 * 24_000)
    expect(FakeNode.newest.posted).toEqual([])
  })

  it('carries samples in messages elsewhere, and takes more once some were played', async () => {
    vi.stubGlobal('crossOriginIsolated', false)
    const output = await openReady()
    expect([output.sharedMemory, FakeNode.newest.options.processorOptions.ring]).toEqual([false, null])
    output.reset()
    expect(output.write(new Float32Array(20 * 24_000))).toBe(16 * 24_000)
    expect(output.write(new Float32Array(10))).toBe(0)
    FakeNode.newest.hear(position(1, 7))
    expect(output.write(new Float32Array(10))).toBe(7)
    expect(FakeNode.newest.posted.map(({ type }) => type)).toEqual(['reset', 'samples', 'samples'])
  })
})
