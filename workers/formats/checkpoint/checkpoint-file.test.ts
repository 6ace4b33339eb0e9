import { describe, expect, it } from 'vitest'
import { openCheckpoint, type ByteSource } from './checkpoint-file'

/** A .safetensors file of a header and data, whatever they say. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Blob {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  return new Blob([BigUint64Array.of(BigInt(text.length)), text, Uint8Array.from(data)])
}

const bytes = (values: ArrayBufferView) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
const one = (dtype: string, shape: number[], to: number) => ({ a: { dtype, shape, data_offsets: [0, to] } })

describe('a file that is no checkpoint', () => {
  it.each([
    ['empty', new Blob([])],
    ['a web page', new Blob(['<!doctype html><html><body>Not found</body></html>'])],
    ['a header that is no JSON', fileOf('{"a": ')],
    ['a header that is a number', fileOf('12')],
    ['a tensor that says too little', fileOf({ a: { dtype: 'F32' } })],
    ['a tensor past the end', fileOf(one('F32', [2], 8), new Uint8Array(4))],
    ['a tensor that ends before it begins', fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 0] } }, new Uint8Array(4))],
    ['a header longer than the file', new Blob([BigUint64Array.of(1000n), '{}'])],
  ])('is refused: %s', async (_, file) => {
    await expect(openCheckpoint(file)).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('is refused when a tensor has fewer bytes than its shape needs', async () => {
    const checkpoint = await openCheckpoint(fileOf(one('F32', [2], 4), new Uint8Array(4)))
    await expect(checkpoint.read([{ name: 'a', shape: [2] }])).rejects.toMatchObject({ code: 'model-invalid' })
    expect(() => { checkpoint.check([{ name: 'a', shape: [2] }]) }).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })
})

describe('a checkpoint', () => {
  it.each([
    ['a tensor that it lacks', 'flow_lm.emb_std', [32], 'has no tensor flow_lm.emb_std'],
    ['a tensor of another shape, and both shapes', 'a', [2], 'a is [1, 2], [2] was expected'],
    ['a tensor of whole numbers', 'b', [1], 'b holds I64'],
  ])('names %s, before anything is read', async (_, name, shape, words) => {
    const entries = { ...one('F32', [1, 2], 8), b: { dtype: 'I64', shape: [1], data_offsets: [8, 16] } }
    const checkpoint = await openCheckpoint(fileOf(entries, new Uint8Array(16)))
    const refused = { code: 'model-mismatch', detail: expect.stringContaining(words) as string }
    expect(() => { checkpoint.check([{ name, shape }]) }).toThrow(expect.objectContaining(refused))
    await expect(checkpoint.read([{ name, shape }])).rejects.toMatchObject(refused)
  })

  it('is refused when the file has become shorter since', async () => {
    const file = fileOf(one('F32', [2], 8), new Uint8Array(8))
    const shrinking: ByteSource = { size: file.size, slice: (start, end) => file.slice(start, Math.min(end, file.size - 4)) }
    const checkpoint = await openCheckpoint(shrinking)
    await expect(checkpoint.read([{ name: 'a', shape: [2] }])).rejects.toMatchObject({ code: 'model-invalid', detail: expect.stringContaining('cut off') as string })
  })

  it.each([
    ['F32', bytes(Float32Array.of(1, -2))],
    ['F16', bytes(Uint16Array.of(0x3c00, 0xc000))],
    ['BF16', bytes(Uint16Array.of(0x3f80, 0xc000))],
  ])('widens %s', async (dtype, data) => {
    const checkpoint = await openCheckpoint(fileOf({ __metadata__: { format: 'pt' }, ...one(dtype, [2], data.length) }, data))
    const weights = await checkpoint.read([{ name: 'a', shape: [2] }])
    expect(weights.tensor('a')).toEqual({ dims: [2], values: Float32Array.of(1, -2) })
  })

  it('gives matrices by the names of their layers, and any by its own', async () => {
    const at = (index: number) => ({ dtype: 'F32', shape: [2, 1], data_offsets: [8 * index, 8 * index + 8] })
    const checkpoint = await openCheckpoint(fileOf({ 'a.weight': at(0), b_weight: at(1) }, bytes(Float32Array.of(1, 2, 3, 4))))
    const weights = await checkpoint.read(['a.weight', 'b_weight'].map((name) => ({ name, shape: [2, 1] })))
    const matrix = { outputs: 2, inputs: 1, inputsFirst: false, scales: new Float32Array(0) }
    expect(weights.matrix('a')).toEqual({ ...matrix, values: Float32Array.of(1, 2) })
    expect(weights.matrix('b_weight')).toEqual({ ...matrix, values: Float32Array.of(3, 4) })
    expect(() => weights.matrix('c')).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('reads no more than the header and what is asked for', async () => {
    const file = fileOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }, b: { dtype: 'F32', shape: [1000], data_offsets: [4, 4004] } }, new Uint8Array(4004))
    let read = 0
    const counting: ByteSource = {
      size: file.size,
      slice(start, end) {
        read += end - start
        return file.slice(start, end)
      },
    }
    const checkpoint = await openCheckpoint(counting)
    await checkpoint.read([{ name: 'a', shape: [1] }])
    expect(read).toBe(file.size - 4000)
  })
})
