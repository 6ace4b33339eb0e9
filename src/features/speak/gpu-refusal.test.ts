import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineDescription } from '../../shared/protocol/engine'
import { testPack } from '#testing/state/fake-services'
import { gpuRefusal } from './gpu-refusal'

const file = (path: string, remotePath?: string) => ({ path, sizeBytes: 1, sha256: null, ...(remotePath && { remotePath }) })
const float = { ...testPack, engine: 'pocket-tts' as const, files: [file('flow_lm_main.onnx'), file('mimi_decoder.onnx')] }
const quantised = { ...float, files: [file('flow_lm_main.onnx'), file('mimi_decoder.onnx', 'english/mimi_decoder_int8.onnx')] }

beforeEach(() => {
  vi.stubGlobal('navigator', { gpu: {} })
})
afterEach(() => { vi.unstubAllGlobals() })

describe('whether a model may run on the GPU', () => {
  it('is refused in a browser without WebGPU, whatever the model', () => {
    vi.stubGlobal('navigator', {})
    expect(gpuRefusal(undefined, null)).toMatch(/browser/)
    expect(gpuRefusal(float, null)).toMatch(/browser/)
  })

  it('is allowed for the starter and for every Pocket pack, quantised or not', () => {
    expect(gpuRefusal({ ...float, engine: 'kokoro' }, null)).toBeNull()
    expect(gpuRefusal(float, null)).toBeNull()
    expect(gpuRefusal(quantised, null)).toBeNull()
  })

  it('is what the engine says once it is loaded', () => {
    const engine = (packId: string) => ({ packId, executionProviders: ['wasm'] }) as unknown as EngineDescription
    expect(gpuRefusal(float, engine(float.id))).toMatch(/CPU only/)
    expect(gpuRefusal(float, engine('another'))).toBeNull()
  })
})
