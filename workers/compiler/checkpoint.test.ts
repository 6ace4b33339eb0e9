import { describe, expect, it } from 'vitest'
import { readCheckpoint, type ByteSource } from './checkpoint'

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
    await expect(readCheckpoint(file)).rejects.toMatchObject({ code: 'model-invalid' })
  })

  it('is refused when a tensor has fewer bytes than its shape needs', async () => {
    const checkpoint = await readCheckpoint(fileOf(one('F32', [2], 4), new Uint8Array(4)))
    await expect(checkpoint.read('a', [2])).rejects.toMatchObject({ code: 'model-invalid' })
  })
})

describe('a checkpoint', () => {
  it('names the tensor that it lacks', async () => {
    const checkpoint = await readCheckpoint(fileOf({}))
    await expect(checkpoint.read('flow_lm.emb_std', [32])).rejects.toMatchObject({ code: 'model-mismatch', detail: expect.stringContaining('flow_lm.emb_std') as string })
    expect(checkpoint.shapeOf('flow_lm.emb_std')).toBeUndefined()
  })

  it('names the tensor of another shape, and both shapes', async () => {
    const checkpoint = await readCheckpoint(fileOf(one('F32', [1, 2], 8), new Uint8Array(8)))
    const detail = expect.stringMatching(/a is \[1, 2\], \[2\] was expected/) as string
    await expect(checkpoint.read('a', [2])).rejects.toMatchObject({ code: 'model-mismatch', detail })
  })

  it('refuses whole numbers', async () => {
    const checkpoint = await readCheckpoint(fileOf(one('I64', [1], 8), new Uint8Array(8)))
    await expect(checkpoint.read('a', [1])).rejects.toMatchObject({ code: 'model-mismatch' })
  })

  it.each([
    ['F32', bytes(Float32Array.of(1, -2))],
    ['F16', bytes(Uint16Array.of(0x3c00, 0xc000))],
    ['BF16', bytes(Uint16Array.of(0x3f80, 0xc000))],
  ])('widens %s', async (dtype, data) => {
    const checkpoint = await readCheckpoint(fileOf({ __metadata__: { format: 'pt' }, ...one(dtype, [2], data.length) }, data))
    expect(await checkpoint.read('a', [2])).toEqual(Float32Array.of(1, -2))
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
    const checkpoint = await readCheckpoint(counting)
    await checkpoint.read('a', [1])
    expect(read).toBe(file.size - 4000)
  })
})
