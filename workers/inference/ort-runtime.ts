import jspiGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'
import jspiWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'
import wasmGlueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import { MynaError } from '../../src/protocol/errors'
import type { RuntimeInfo, RuntimeOptions } from '../../src/protocol/inference'
import type { OrtModule } from './session'

/** A started runtime: this worker's only one, since a realm can hold just one. */
export interface Runtime {
  readonly ort: OrtModule
  readonly info: RuntimeInfo
}

/**
 * Threads to use when nobody chose: all cores of a two-core machine, else all but one, four at most (a single
 * position of a 100 M model gains nothing from more). One where memory cannot be shared.
 */
export function automaticThreads(cores: number, isolated: boolean): number {
  if (!isolated) return 1
  return Math.max(1, Math.min(4, cores <= 2 ? cores : cores - 1))
}

/**
 * Starts ONNX Runtime Web for the chosen provider. Its files come from the app's own origin; the explicit paths also
 * keep pthreads from re-running this worker's module in the built app. Errors: `execution-provider-unsupported`.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const isolated = self.crossOriginIsolated
  const threads = isolated ? options.threads || automaticThreads(navigator.hardwareConcurrency, isolated) : 1
  const info = { executionProvider: options.executionProvider, threads, crossOriginIsolated: isolated }
  const absolute = (url: string) => new URL(url, self.location.href).href

  if (options.executionProvider === 'webgpu') {
    await checkWebGpu()
    const ort = await import('onnxruntime-web/jspi')
    ort.env.wasm.wasmPaths = { mjs: absolute(jspiGlueUrl), wasm: absolute(jspiWasmUrl) }
    ort.env.wasm.numThreads = threads
    return { ort, info }
  }
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmPaths = { mjs: absolute(wasmGlueUrl), wasm: absolute(wasmUrl) }
  ort.env.wasm.numThreads = threads
  return { ort, info }
}

async function checkWebGpu(): Promise<void> {
  if (!('Suspending' in WebAssembly)) {
    throw new MynaError('execution-provider-unsupported', 'this browser lacks WebAssembly promise integration (JSPI)')
  }
  const gpu = (navigator as { readonly gpu?: { requestAdapter(): Promise<object | null> } }).gpu
  if (!(await gpu?.requestAdapter())) {
    throw new MynaError('execution-provider-unsupported', 'this browser offers no WebGPU adapter')
  }
}
