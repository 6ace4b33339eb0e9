import { MynaError } from '../../src/shared/protocol/errors'
import type { KernelCall } from './kernel-team'
import type { Kernels } from './kernels'
import type { PlacedWeights } from './packed-weights'

/** What goes round in one direction of an LSTM, in the kernels' memory. */
export interface PackedRecurrence {
  /** Of its record. */
  readonly address: number
  readonly hidden: number
  /** Room that it needs while it runs, for each thread. */
  readonly scratchBytes: number
}

const GATES = 4
/** States whose gates lie together, and bytes of a unit: assembly/lstm.ts. */
const BLOCK = 4
const UNIT_BYTES = 4
const LARGEST_WEIGHT = 127

/**
 * Puts the recurrent weights of one direction, 4 · `hidden` outputs in ONNX's order (input, output, forget, cell), into the
 * kernels' memory; whole numbers stay as they are. `hidden` is a multiple of 16. Errors: `out-of-memory`, `model-mismatch`.
 */
export function packRecurrence({ run, memory }: Kernels, { values, steps, zeroPoint, scales }: PlacedWeights, hidden: number): PackedRecurrence {
  if (values.length !== GATES * hidden * hidden || hidden % 16 !== 0 || zeroPoint !== 0) throw new MynaError('model-mismatch', `${values.length} recurrent weights of ${hidden} states`)
  const bytes = run.weightBytes()
  const perUnit = UNIT_BYTES / bytes
  const record = memory.allocate(4 * 4)
  const packed = memory.allocate(values.length * bytes)
  const [sums, outScales] = [memory.allocate(4 * GATES * hidden), memory.allocate(4 * GATES * hidden)]
  const numbers = bytes === 2 ? memory.int16(packed, values.length) : memory.int8(packed, values.length)
  const [sumOf, scaleOf] = [memory.int32(sums, GATES * hidden), memory.float32(outScales, GATES * hidden)]
  const whole = !(values instanceof Float32Array)
  for (let output = 0; output < GATES * hidden; output++) {
    const [gate, state] = [Math.floor(output / hidden), output % hidden]
    const valueAt = (input: number) => values[output * steps.output + input * steps.input] ?? NaN
    let peak = 0
    for (let input = 0; input < hidden; input++) peak = Math.max(peak, Math.abs(valueAt(input)))
    const factor = (whole && peak <= LARGEST_WEIGHT) || peak === 0 ? 1 : LARGEST_WEIGHT / peak
    const block = (state - (state % BLOCK)) * GATES
    const start = block * hidden + (gate * BLOCK + (state % BLOCK)) * perUnit
    let sum = 0
    for (let input = 0; input < hidden; input++) {
      const number = Math.round(valueAt(input) * factor)
      numbers[start + (input - (input % perUnit)) * GATES * BLOCK + (input % perUnit)] = number
      sum += number
    }
    const place = block + gate * BLOCK + (state % BLOCK)
    sumOf[place] = sum
    scaleOf[place] = ((scales.length === 1 ? scales[0] : scales[output]) ?? NaN) / factor / run.lstmRange()
  }
  memory.int32(record, 4).set([packed, sums, outScales, hidden])
  return { address: record, hidden, scratchBytes: run.lstmScratch(hidden) }
}

/** One direction's run over `rows` rows. */
export interface LstmCall {
  /** Rows of 4 · hidden values, `gateStep` values apart: what the inputs make of the gates, with all biases. */
  readonly gates: number
  readonly gateStep: number
  readonly rows: number
  /** From the last row to the first. */
  readonly backward: boolean
  /** Rows of `hidden` values, `step` values apart. */
  readonly out: number
  readonly step: number
  /** Room for `scratchBytes`, of this thread alone. */
  readonly scratch: number
}

export function lstmCall({ address }: PackedRecurrence, { gates, gateStep, rows, backward, out, step, scratch }: LstmCall): KernelCall {
  return ['runLstm', address, gates, gateStep, rows, backward ? 1 : 0, out, step, scratch]
}
