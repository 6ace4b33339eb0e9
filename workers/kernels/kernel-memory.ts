import { MynaError } from '../../src/shared/protocol/errors'

/** Memory of one instance of the kernels. Addresses are bytes from its start. */
export interface KernelMemory {
  /** Bytes taken so far. */
  readonly used: number
  /**
   * Takes `sizeBytes` at an address divisible by 16, for as long as the memory lives; zeros. Views made before keep
   * their place but may lose their buffer: make them again. Errors: `out-of-memory`.
   */
  allocate(sizeBytes: number): number
  /** Gives back whatever was taken from `address` on; what is taken there next is not zeros. */
  rewind(address: number): void
  /** Views of the memory as it is now; not to be kept across `allocate`. */
  int8(address: number, length: number): Int8Array<ArrayBuffer>
  int16(address: number, length: number): Int16Array<ArrayBuffer>
  int32(address: number, length: number): Int32Array<ArrayBuffer>
  float32(address: number, length: number): Float32Array<ArrayBuffer>
}

/** WebAssembly's unit of memory. */
const PAGE_BYTES = 65536
const ALIGNMENT = 16

/** A memory that hands out room from `start` on, in order, and grows when that is used up. It never shrinks. */
export function createKernelMemory(memory: WebAssembly.Memory, start: number): KernelMemory {
  let used = aligned(start)
  return {
    get used() {
      return used
    },
    allocate(sizeBytes) {
      const address = used
      const end = aligned(address + sizeBytes)
      const missing = end - memory.buffer.byteLength
      if (missing > 0) grow(memory, Math.ceil(missing / PAGE_BYTES))
      used = end
      return address
    },
    rewind(address) {
      used = aligned(address)
    },
    int8: (address, length) => new Int8Array(memory.buffer, address, length),
    int16: (address, length) => new Int16Array(memory.buffer, address, length),
    int32: (address, length) => new Int32Array(memory.buffer, address, length),
    float32: (address, length) => new Float32Array(memory.buffer, address, length),
  }
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages)
  } catch (thrown) {
    throw new MynaError('out-of-memory', `the kernels' memory cannot grow by ${pages} pages`, { cause: thrown })
  }
}
