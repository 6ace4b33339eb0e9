import type { Plugin } from 'vite'

/**
 * transformers.js asks for the WebGPU build of ONNX Runtime, 20 MB of wasm that nothing here would run. It gets the
 * build that the app's other workers run, and with it the addresses that the worker has set before.
 */
export function oneRuntime(): Plugin {
  return {
    name: 'myna-one-runtime',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source !== 'onnxruntime-web/webgpu' || importer?.includes('@huggingface/transformers') !== true) return null
      return this.resolve('onnxruntime-web/wasm', importer, { skipSelf: true })
    },
  }
}
