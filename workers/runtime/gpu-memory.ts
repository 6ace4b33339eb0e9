import { valueCount, type TensorShape, type TensorStretch } from './resident-graphs'

/** Flags of GPUBufferUsage and of GPUMapMode (W3C WebGPU). */
const USAGE = { mapRead: 0x01, copySource: 0x04, copyTarget: 0x08, storage: 0x80 } as const
const MAP_READ = 0x01

/** All tensors have values of four bytes. */
const VALUE_BYTES = 4
/** ONNX Runtime binds buffers in steps of 16 bytes. */
const BUFFER_GRAIN = 16

/** A stretch of a buffer, in values. */
export type BufferStretch = Omit<TensorStretch, 'tensor'> & { readonly buffer: GPUBuffer }

/** Buffers of a device, and what is moved between them; all of it happens in the order of asking. */
export interface GpuMemory {
  /** A buffer of zeros for a tensor. */
  make(shape: TensorShape): GPUBuffer
  write(buffer: GPUBuffer, values: Float32Array | Int32Array, at: number): void
  copy(from: BufferStretch, to: GPUBuffer, at: number): void
  /** Hands over the copies so far: before other work on the device that they must not see. */
  submit(): void
  /** Float32 values, in that order, by one round trip. */
  read(stretches: readonly BufferStretch[]): Promise<readonly Float32Array[]>
  /** Destroys the buffers. */
  release(): void
}

export function createGpuMemory(device: GPUDevice): GpuMemory {
  const buffers: GPUBuffer[] = []
  let copies: GPUCommandEncoder | null = null

  function submit(): void {
    if (copies === null) return
    device.queue.submit([copies.finish()])
    copies = null
  }

  function copy({ buffer, at, count }: BufferStretch, to: GPUBuffer, toAt: number): void {
    copies ??= device.createCommandEncoder()
    copies.copyBufferToBuffer(buffer, at * VALUE_BYTES, to, toAt * VALUE_BYTES, count * VALUE_BYTES)
  }

  return {
    make(shape) {
      const size = Math.ceil((valueCount(shape) * VALUE_BYTES) / BUFFER_GRAIN) * BUFFER_GRAIN
      const buffer = device.createBuffer({ size, usage: USAGE.storage | USAGE.copySource | USAGE.copyTarget })
      buffers.push(buffer)
      return buffer
    },
    write(buffer, values, at) {
      submit()
      device.queue.writeBuffer(buffer, at * VALUE_BYTES, values.buffer, values.byteOffset, values.byteLength)
    },
    copy,
    submit,
    async read(stretches) {
      const total = stretches.reduce((sum, { count }) => sum + count, 0)
      const staging = device.createBuffer({ size: total * VALUE_BYTES, usage: USAGE.mapRead | USAGE.copyTarget })
      let at = 0
      for (const stretch of stretches) {
        copy(stretch, staging, at)
        at += stretch.count
      }
      submit()
      await staging.mapAsync(MAP_READ)
      const values = new Float32Array(staging.getMappedRange().slice(0))
      staging.destroy()
      let start = 0
      return stretches.map(({ count }) => values.subarray(start, (start += count)))
    },
    release() {
      for (const buffer of buffers.splice(0)) buffer.destroy()
    },
  }
}
