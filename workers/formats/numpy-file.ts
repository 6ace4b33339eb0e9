import { MynaError } from '../../src/shared/protocol/errors'

/** An array of a .npy file. */
export interface NumpyArray {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

const MAGIC = '\x93NUMPY'

/**
 * Reads a .npy file (format versions 1 to 3, numpy/lib/format.py) of little-endian float32 in C order; the values are
 * copied. Throws `model-invalid` for anything else or a truncated file.
 */
export function readNumpyFile(file: ArrayBuffer): NumpyArray {
  const bytes = new Uint8Array(file)
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC || bytes.length < 12) throw new MynaError('model-invalid', 'not a .npy file')
  const view = new DataView(file)
  const wide = view.getUint8(6) > 1
  const dataStart = wide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true)
  const header = new TextDecoder('latin1').decode(bytes.subarray(wide ? 12 : 10, dataStart))

  const shapeText = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1]
  if (!/'descr':\s*'<f4'/.test(header) || !/'fortran_order':\s*False/.test(header) || shapeText === undefined) {
    throw new MynaError('model-invalid', `unsupported .npy header: ${header.trim()}`)
  }
  const shape = shapeText.split(',').filter((size) => size.trim() !== '').map(Number)
  const count = shape.reduce((product, size) => product * size, 1)
  const data = file.slice(dataStart)
  if (data.byteLength !== count * Float32Array.BYTES_PER_ELEMENT) {
    throw new MynaError('model-invalid', `.npy data has ${data.byteLength} bytes, its shape needs ${count * 4}`)
  }
  return { shape, values: new Float32Array(data) }
}
