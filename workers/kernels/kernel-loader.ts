import baselineUrl from 'kernels:baseline.wasm?url'
import relaxedUrl from 'kernels:relaxed.wasm?url'
import { MynaError } from '../../src/shared/protocol/errors'
import { instantiateKernels, type Kernels } from './kernels'

/**
 * Smallest module with a relaxed multiply-add: type () → (), and a function that drops `f32x4.relaxed_madd` (0xfd 0x105)
 * of three zeros.
 */
const RELAXED_PROBE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00,
  0x0a, 0x14, 0x01, 0x12, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x85, 0x02, 0x1a, 0x0b,
)

/** Whether this engine runs relaxed SIMD. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE)
}

/** Fetches the build that this engine runs best and instantiates it. Errors: `model-missing` when it cannot be had, `out-of-memory`. */
export async function loadKernels(): Promise<Kernels> {
  const url = hasRelaxedSimd() ? relaxedUrl : baselineUrl
  let bytes: ArrayBuffer
  try {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`status ${response.status}`)
    bytes = await response.arrayBuffer()
  } catch (thrown) {
    throw new MynaError('model-missing', `the kernels could not be fetched: ${String(thrown)}`, { cause: thrown })
  }
  return instantiateKernels(await WebAssembly.compile(bytes))
}
