import { MynaError } from '../../../../../../src/shared/protocol/errors'
import { addTo, createFrameConvolution, rectify, rectifyGradient, type EncoderPart } from './encoder-layers'
import type { EncoderTensor } from './encoder-weights'

/** Groups of channels, each but the first convolved together with what the one before it gave. */
const GROUPS = 4

/** Pointwise, dilated Res2, pointwise, squeeze-excitation, added to its input: the block `index` of `width` channels (Desplanques and others 2020). */
export function createRes2Block(weightsOf: (node: string) => readonly EncoderTensor[], index: number, width: number): EncoderPart {
  const path = `encoder/blocks.${index}`
  const pointwise = (place: number) => createFrameConvolution(weightsOf(`${path}/body/body.${place}/body.${place}.0/Conv`), { rectifies: true })
  const [before, after] = [pointwise(0), pointwise(2)]
  const steps = Array.from({ length: GROUPS - 1 }, (_, i) =>
    createFrameConvolution(weightsOf(`${path}/body/body.1/steps.${i}/steps.${i}.0/Conv`), { dilation: index + 2, rectifies: true }))
  const excitation = createExcitation(weightsOf, path, width)
  const group = width / GROUPS

  function groupsForward(x: Float64Array): Float64Array {
    const y = x.slice()
    let previous: Float64Array | null = null
    for (const [i, step] of steps.entries()) {
      const own = columns(x, width, (i + 1) * group, group)
      previous = step.forward(previous ? addTo(own, previous) : own)
      setColumns(y, width, (i + 1) * group, group, previous)
    }
    return y
  }

  function groupsBackward(gradient: Float64Array): Float64Array {
    const toX = gradient.slice()
    let fromNext: Float64Array | null = null
    for (const [i, step] of [...steps.entries()].toReversed()) {
      const own = columns(gradient, width, (i + 1) * group, group)
      fromNext = step.backward(fromNext ? addTo(own, fromNext) : own)
      setColumns(toX, width, (i + 1) * group, group, fromNext)
    }
    return toX
  }

  return {
    forward: (x) => addTo(excitation.forward(after.forward(groupsForward(before.forward(x)))), x),
    backward: (gradient) => addTo(before.backward(groupsBackward(after.backward(excitation.backward(gradient)))), gradient),
  }
}

/** A gate for each channel, by the means of all. */
function createExcitation(weightsOf: (node: string) => readonly EncoderTensor[], path: string, width: number): EncoderPart {
  const squeeze = createFrameConvolution(weightsOf(`${path}/squeeze/Conv`))
  const excite = createFrameConvolution(weightsOf(`${path}/excite/Conv`))
  let kept: Readonly<Record<'x' | 'squeezed' | 'gates', Float64Array>> = { x: new Float64Array(), squeezed: new Float64Array(), gates: new Float64Array() }
  return {
    forward(x) {
      const squeezed = rectify(squeeze.forward(columnSums(x, width).map((sum) => (sum * width) / x.length)))
      const gates = excite.forward(squeezed).map((value) => 1 / (1 + Math.exp(-value)))
      kept = { x, squeezed, gates }
      return x.map((value, i) => value * (gates[i % width] ?? NaN))
    },
    backward(gradient) {
      const { x, squeezed, gates } = kept
      const ofGates = columnSums(x.map((value, i) => value * (gradient[i] ?? NaN)), width).map((sum, i) => sum * (gates[i] ?? NaN) * (1 - (gates[i] ?? NaN)))
      const ofMeans = squeeze.backward(rectifyGradient(excite.backward(ofGates), squeezed))
      const share = width / x.length
      return gradient.map((value, i) => value * (gates[i % width] ?? NaN) + (ofMeans[i % width] ?? NaN) * share)
    },
  }
}

/** Sums of the columns of rows of `width` values. */
export function columnSums(rows: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width)
  for (let at = 0; at < rows.length; at += width) for (let i = 0; i < width; i++) sums[i] = (sums[i] ?? NaN) + (rows[at + i] ?? NaN)
  return sums
}

/** `count` columns from `first` on, of rows of `width` values. */
export function columns(rows: Float64Array, width: number, first: number, count: number): Float64Array {
  if (rows.length % width !== 0) throw new MynaError('internal', `${rows.length} values in rows of ${width}`)
  const own = new Float64Array((rows.length / width) * count)
  for (let row = 0; row * width < rows.length; row++) own.set(rows.subarray(row * width + first, row * width + first + count), row * count)
  return own
}

/** Puts columns back to where {@link columns} took them from. */
export function setColumns(rows: Float64Array, width: number, first: number, count: number, own: Float64Array): void {
  for (let row = 0; row * width < rows.length; row++) rows.set(own.subarray(row * count, (row + 1) * count), row * width + first)
}
