import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm'
import { describe, expect, it } from 'vitest'
import type { FixedGraphFile } from './resident-graphs'
import { residentOnGpu } from './resident-on-gpu'
import { createRunQueue } from './run-queue'
import type { OrtModule } from './session'

/** A buffer of a device that is an array; destroyed ones cannot be used. */
class FakeBuffer {
  data: ArrayBuffer | null
  constructor(readonly size: number, private readonly alive: Set<FakeBuffer>) {
    this.data = new ArrayBuffer(size)
    alive.add(this)
  }
  bytes = () => new Uint8Array(this.data ?? expect.fail('the buffer is destroyed'))
  floats = () => new Float32Array(this.bytes().buffer)
  destroy = () => { this.alive.delete(this); this.data = null }
  mapAsync = () => Promise.resolve()
  getMappedRange = () => this.bytes().buffer
}

function fakeDevice() {
  const alive = new Set<FakeBuffer>()
  const device = {
    createBuffer: ({ size }: { readonly size: number }) => new FakeBuffer(size, alive),
    createCommandEncoder() {
      const acts: (() => void)[] = []
      return {
        copyBufferToBuffer(from: FakeBuffer, at: number, to: FakeBuffer, toAt: number, count: number) {
          acts.push(() => { to.bytes().set(from.bytes().subarray(at, at + count), toAt) })
        },
        finish: () => acts,
      }
    },
    queue: {
      submit: (lists: readonly (readonly (() => void)[])[]) => { for (const act of lists.flat()) act() },
      writeBuffer: (to: FakeBuffer, at: number, data: ArrayBuffer, from: number, count: number) => { to.bytes().set(new Uint8Array(data, from, count), at) },
    },
  }
  return { device: device as unknown as GPUDevice, alive }
}

interface Trouble {
  /** Recording fails when the session is made, in this call, or gives other buffers in each call. */
  readonly recording?: 'create' | 1 | 2 | 'moves'
  /** The graph of this index cannot be opened at all. */
  readonly invalid?: number
}

/** A runtime whose every graph computes `y = x + 1`, four values. */
function fakeRuntime({ recording, invalid }: Trouble) {
  const { device, alive } = fakeDevice()
  const log: string[] = []
  let [held, graphs] = [0, 0]
  const tensorOver = (gpuBuffer: FakeBuffer, dispose: () => void = () => undefined) => ({ gpuBuffer, dispose })

  function create(_: ArrayBuffer, options: InferenceSession.SessionOptions): Promise<InferenceSession> {
    const records = options.enableGraphCapture === true
    // The option is only looked at where the provider is an object.
    expect(typeof options.executionProviders?.[0]).toBe(records ? 'object' : 'string')
    log.push(records ? 'create recording' : 'create')
    if (graphs === invalid || (records && recording === 'create')) return Promise.reject(new Error('no such graph'))
    let own = new FakeBuffer(16, alive)
    let calls = 0
    const run = (feeds: Record<string, { gpuBuffer: FakeBuffer }>, fetches?: Record<string, { gpuBuffer: FakeBuffer }>) => {
      calls++
      if (records && recording === calls) return Promise.reject(new Error('not recorded'))
      if (records && recording === 'moves') own = new FakeBuffer(16, alive)
      const to = records ? own : fetches?.['y']?.gpuBuffer ?? expect.fail('nowhere to go')
      to.floats().set(feeds['x']?.gpuBuffer.floats().map((value) => value + 1) ?? [])
      if (!records) return Promise.resolve(fetches)
      held++
      return Promise.resolve({ y: tensorOver(to, () => { held-- }) })
    }
    const release = () => {
      log.push('release')
      own.destroy()
      return Promise.resolve()
    }
    const session = { inputNames: ['x'], outputNames: ['y'], inputMetadata: [{ name: 'x', isTensor: true, type: 'float32', shape: [4] }], run, release }
    if (!records || recording === undefined) graphs++
    return Promise.resolve(session as unknown as InferenceSession)
  }

  const ort = { InferenceSession: { create }, Tensor: { fromGpuBuffer: (buffer: FakeBuffer) => tensorOver(buffer) } as unknown as typeof Tensor } satisfies OrtModule
  const open = residentOnGpu({ ort, queue: createRunQueue(), device: () => Promise.resolve(device), guard: (act) => act() })
  return { open, log, alive, held: () => held }
}

const vector = { type: 'float32', dims: [4] } as const
const file: FixedGraphFile = { bytes: new ArrayBuffer(1), inputs: { x: vector }, outputs: { y: vector } }

describe('graphs that stay on the GPU', () => {
  it.each([
    ['cannot be set up', 'create', ['create recording', 'create']],
    ['fails in the first call', 1, ['create recording', 'create', 'release']],
    ['fails when it is played', 2, ['create recording', 'create', 'release']],
    ['changes its outputs', 'moves', ['create recording', 'create', 'release']],
  ] as const)('run without recorded commands where recording %s, and never let go of the last session', async (_, recording, expected) => {
    const { open, log } = fakeRuntime({ recording })
    const opened = await open([file])
    const [graph] = opened.graphs
    expect([log, graph!.isRecorded]).toEqual([expected, false])
    opened.write(graph!.input('x'), Float32Array.of(1, 2, 3, 4))
    await graph!.run()
    expect(await opened.read([{ tensor: graph!.output('y'), at: 0, count: 4 }])).toEqual([Float32Array.of(2, 3, 4, 5)])
  })

  it('leave nothing behind when one of them cannot be opened', async () => {
    const { open, log, alive } = fakeRuntime({ invalid: 1 })
    await expect(open([file, file])).rejects.toMatchObject({ code: 'model-invalid', detail: 'no such graph' })
    expect(log.at(-1)).toBe('release')
    expect(alive.size).toBe(0)
  })

  it('refuse names that they do not have', async () => {
    const { graphs: [graph] } = await fakeRuntime({}).open([file])
    expect(() => graph!.input('z')).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
    const other = { ...file, outputs: { z: vector } }
    await expect(fakeRuntime({}).open([other])).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it('run with recorded commands, share inputs, and do everything in the order of asking', async () => {
    const { open, held, alive } = fakeRuntime({})
    const opened = await open([file, file])
    const [first, second] = opened.graphs
    expect([first!.isRecorded, second!.isRecorded]).toEqual([true, true])
    const x = first!.input('x')
    expect(second!.input('x')).toBe(x)
    opened.write(x, Float32Array.of(10, 20, 30, 40))
    await first!.run()
    opened.copy({ tensor: first!.output('y'), at: 1, count: 2 }, x, 0)
    await second!.run()
    opened.copy({ tensor: second!.output('y'), at: 0, count: 1 }, x, 3)
    opened.write(x, Float32Array.of(7), 2)
    const stretches = [{ tensor: x, at: 0, count: 4 }, { tensor: first!.output('y'), at: 0, count: 4 }, { tensor: second!.output('y'), at: 1, count: 2 }]
    expect(await opened.read(stretches)).toEqual([Float32Array.of(21, 31, 7, 22), Float32Array.of(11, 21, 31, 41), Float32Array.of(32, 31)])
    // Every call makes tensors that somebody has to dispose of.
    expect(held()).toBe(0)
    await opened.release()
    expect(alive.size).toBe(0)
  })
})
