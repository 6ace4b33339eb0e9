import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { tinySizes } from '#fixtures/pocket-sizes'
import { ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { readOnnxModel } from '../formats/onnx-reader'
import type { BundleSource } from './bundle-plan'
import { compileBundle } from './compile-bundle'
import { parseModelConfig } from './model-config'

const checkpoint = ruleCheckpoint(tinySizes)
const source: BundleSource = {
  checkpoint,
  tokenizer: Uint8Array.of(1, 2, 3),
  config: parseModelConfig('{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}'),
  target: 'wasm-int8', name: 'tiny', language: 'en',
}

function collector() {
  const written = new Map<string, Uint8Array[]>()
  const closed: string[] = []
  const open = (path: string) => {
    const parts: Uint8Array[] = []
    written.set(path, parts)
    return Promise.resolve({
      write: (bytes: Uint8Array) => Promise.resolve(void parts.push(bytes)),
      close: () => Promise.resolve(void closed.push(path)),
    })
  }
  const bytesOf = (path: string) => Uint8Array.from(Buffer.concat(written.get(path) ?? []))
  return { open, closed, bytesOf }
}

const idle = () => ({ signal: new AbortController().signal, onProgress: () => undefined })

describe('compiling a bundle', () => {
  it('writes nothing for a checkpoint that lacks a tensor, and names it', async () => {
    const name = 'mimi.encoder.model.6.conv.bias'
    const lacking = { ...checkpoint, shapeOf: (other: string) => (other === name ? undefined : checkpoint.shapeOf(other)) }
    const { open, bytesOf } = collector()
    await expect(compileBundle({ ...source, checkpoint: lacking }, open, idle())).rejects.toMatchObject({ code: 'model-mismatch', detail: expect.stringContaining(name) as string })
    expect(bytesOf('bundle.json')).toHaveLength(0)
  })

  it('stops at a tensor when it is cancelled, and closes nothing that is not whole', async () => {
    const stopping = new AbortController()
    const { open, closed } = collector()
    const compiling = compileBundle(source, open, {
      signal: stopping.signal,
      onProgress: ({ path }) => {
        if (path === 'flow_lm_step.onnx') stopping.abort()
      },
    })
    await expect(compiling).rejects.toMatchObject({ code: 'aborted' })
    expect(closed).toEqual(['bundle.json', 'tokenizer.model', 'bos_before_voice.npy', 'text_conditioner.onnx'])
  })

  it('passes on what the place to write to throws', async () => {
    const full = () => Promise.resolve({ write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')), close: () => Promise.resolve() })
    await expect(compileBundle(source, full, idle())).rejects.toThrow('full')
  })

  it('tells how much is done up to the end, and of every file its size and hash', async () => {
    const { open, bytesOf } = collector()
    const fractions: number[] = []
    const files = await compileBundle(source, open, {
      ...idle(),
      onProgress: ({ writtenBytes, totalBytes }) => { fractions.push(writtenBytes / totalBytes) },
    })
    expect(fractions.at(-1)).toBe(1)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    for (const { path, sizeBytes, sha256 } of files) {
      expect(bytesOf(path)).toHaveLength(sizeBytes)
      expect(createHash('sha256').update(bytesOf(path)).digest('hex')).toBe(sha256)
    }
  })

  it('keeps matrices under the names of the checkpoint, in 8 bits with a scale per output', async () => {
    const { open, bytesOf } = collector()
    await compileBundle(source, open, idle())
    const tensors = new Map(readOnnxModel({ path: '', data: bytesOf('flow_lm_step.onnx') })?.graph.initializers.map((tensor) => [tensor.name, tensor]))
    const name = 'flow_lm.transformer.layers.1.linear1.weight'
    const [values, scale] = [tensors.get(`${name}_quantized`), tensors.get(`${name}_scale`)]
    expect([values?.dims, scale?.dims]).toEqual([[64, 256], [256]])
    // The first weights of each row, from the rule itself: within half a step of what is stored.
    const matrix = await checkpoint.read(name, [256, 64])
    const scales = new Float32Array(Uint8Array.from(scale?.raw ?? []).buffer)
    for (let output = 0; output < 256; output++) {
      const restored = new Int8Array(Uint8Array.from(values?.raw ?? []).buffer)[output]! * scales[output]!
      expect(Math.abs(restored - matrix[output * 64]!)).toBeLessThanOrEqual(0.5001 * scales[output]!)
    }
  })
})
