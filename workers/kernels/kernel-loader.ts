import baselineUrl from 'kernels:baseline.wasm?url'
import baselineSharedUrl from 'kernels:baseline-shared.wasm?url'
import relaxedUrl from 'kernels:relaxed.wasm?url'
import relaxedSharedUrl from 'kernels:relaxed-shared.wasm?url'
import { MynaError } from '../../src/shared/protocol/errors'
import { sharesMemory } from '../../src/shared/protocol/shared-memory'
import { createKernelTeam, createSingleTeam, type HelperSetup, type KernelTeam } from './kernel-team'
import { instantiateKernels, type Kernels } from './kernels'
import { hasRelaxedSimd } from './relaxed-simd'

/** Fetches the build that this engine runs best and instantiates it. Errors: `model-missing` when it cannot be had, `out-of-memory`. */
export async function loadKernels(): Promise<Kernels> {
  return instantiateKernels(await compileFrom(hasRelaxedSimd() ? relaxedUrl : baselineUrl))
}

/**
 * Fetches the build that this engine runs best, unless told which, and makes a team of `threads`, of one where memory cannot
 * be shared.
 * Errors: those of {@link loadKernels}.
 */
export async function loadKernelTeam(threads: number, relaxed = hasRelaxedSimd()): Promise<KernelTeam> {
  if (threads < 2 || !sharesMemory()) return createSingleTeam(await compileFrom(relaxed ? relaxedUrl : baselineUrl))
  return createKernelTeam(await compileFrom(relaxed ? relaxedSharedUrl : baselineSharedUrl), threads, startHelper)
}

async function compileFrom(url: string): Promise<WebAssembly.Module> {
  let bytes: ArrayBuffer
  try {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`status ${response.status}`)
    bytes = await response.arrayBuffer()
  } catch (thrown) {
    throw new MynaError('model-missing', `the kernels could not be fetched: ${String(thrown)}`, { cause: thrown })
  }
  return WebAssembly.compile(bytes)
}

function startHelper(setup: HelperSetup): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./kernel-helper.worker.ts', import.meta.url), { type: 'module', name: 'myna-kernels' })
    worker.onmessage = () => {
      resolve(() => {
        worker.terminate()
      })
    }
    worker.onerror = (event) => {
      worker.terminate()
      reject(new Error(event.message))
    }
    worker.postMessage(setup)
  })
}
