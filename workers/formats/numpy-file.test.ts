import { describe, expect, it } from 'vitest'
import { encodeNumpy } from '#fixtures/encode-numpy'
import { readNumpyFile } from './numpy-file'

const file = (values: number[], shape: number[]) => Uint8Array.from(encodeNumpy(Float32Array.from(values), shape)).buffer

describe('.npy file', () => {
  it('is refused when it is something else', () => {
    expect(() => readNumpyFile(new TextEncoder().encode('{"not": "numpy"}').slice().buffer)).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('is refused when values are missing', () => {
    expect(() => readNumpyFile(file([1, 2, 3], [3]).slice(0, -4))).toThrow(expect.objectContaining({ code: 'model-invalid' }))
  })

  it('is refused when its values are not float32', () => {
    const text = new TextDecoder('latin1').decode(file([1], [1])).replace('<f4', '<f8')
    expect(() => readNumpyFile(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer)).toThrow(/<f8/)
  })

  it('gives shape and values', () => {
    // Byte for byte what numpy 1.24 writes for np.save(f, np.array([[[1.5, -2, 0.25]]], np.float32)).
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 3), }".padEnd(117) + '\n'
    const bytes = Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0, ...Buffer.from(header), 0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0x80, 0x3e])
    expect(readNumpyFile(bytes.buffer)).toEqual({ shape: [1, 1, 3], values: Float32Array.of(1.5, -2, 0.25) })
  })
})
