import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { Session } from '../../../../runtime/session'
import type { StateEntry } from './bundle'

/** What a graph has to look like. In a shape, null stands for a dimension that may vary. */
export interface GraphExpectation {
  readonly name: string
  readonly inputs: Readonly<Record<string, readonly (number | null)[]>>
  /** Inputs that may be absent. */
  readonly optional?: readonly string[]
  readonly outputs: readonly string[]
  readonly states: readonly StateEntry[]
}

/**
 * Compares a loaded graph with the bundle before it is ever run: every expected input and output must be there, with
 * the declared rank and sizes, and nothing else. Symbolic dimensions fit every size. Throws `model-mismatch`.
 */
export function checkGraph(session: Pick<Session, 'inputNames' | 'outputNames' | 'inputShapes'>, { name, inputs, optional = [], outputs, states }: GraphExpectation): void {
  const expectedInputs = Object.entries(inputs).filter(([input]) => !optional.includes(input) || session.inputNames.includes(input))
  const shapes = new Map<string, readonly (number | null)[]>(expectedInputs)
  for (const state of states) shapes.set(state.input_name, state.shape)
  compareNames(`inputs of ${name}`, session.inputNames, [...shapes.keys()])
  compareNames(`outputs of ${name}`, session.outputNames, [...outputs, ...states.map((state) => state.output_name)])

  for (const [input, expected] of shapes) {
    const declared = session.inputShapes.get(input)
    const fits =
      declared?.length === expected.length &&
      expected.every((wanted, axis) => wanted === null || typeof declared[axis] === 'string' || declared[axis] === wanted)
    if (!fits) {
      const wanted = expected.map((dim) => dim ?? 'any').join(', ')
      throw new MynaError('model-mismatch', `${name} declares ${input} as [${declared?.join(', ') ?? ''}], the bundle says [${wanted}]`)
    }
  }
}

function compareNames(what: string, actual: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !actual.includes(name))
  const unexpected = actual.filter((name) => !expected.includes(name))
  if (missing.length === 0 && unexpected.length === 0) return
  throw new MynaError('model-mismatch', `${what}: missing [${missing.join(', ')}], unexpected [${unexpected.join(', ')}]`)
}
