import { valueCount, type FixedGraphFile, type OpenResidentGraphs, type ResidentGraph, type TensorShape } from './resident-graphs'
import { createResidentTensors, tensorFinder, type ResidentTensors } from './resident-tensors'
import type { CreateSession, Session } from './session'
import { floats, type TensorValue } from './tensor'

/** What a tensor is in this thread's memory. */
type Value = Extract<TensorValue, { readonly type: TensorShape['type'] }>

function zeros({ type, dims }: TensorShape): Value {
  const count = valueCount({ type, dims })
  return type === 'int32' ? { type, data: new Int32Array(count), dims } : { type, data: new Float32Array(count), dims }
}

/**
 * Resident graphs on the CPU: the tensors are arrays, which every call of the runtime copies in and out. It lets what is made
 * for a GPU run without one, as the measure of what is right.
 */
export function residentInMemory(createSession: CreateSession): OpenResidentGraphs {
  return async (files, onOpened) => {
    const tensors = createResidentTensors(zeros)
    const sessions: Session[] = []
    const release = async () => {
      for (const session of sessions.splice(0)) await session.release()
    }
    try {
      const graphs: ResidentGraph[] = []
      for (const file of files) {
        const session = await createSession(file.bytes, file.options)
        sessions.push(session)
        graphs.push(graphOver(session, file, tensors))
        onOpened?.()
      }
      return {
        graphs,
        write(tensor, values, at = 0) {
          tensors.valueOf(tensor).data.set(values, at)
        },
        copy({ tensor, at, count }, to, toAt) {
          tensors.valueOf(to).data.set(tensors.valueOf(tensor).data.subarray(at, at + count), toAt)
        },
        read: (stretches) => Promise.resolve(stretches.map(({ tensor, at, count }) => floats(tensors.valueOf(tensor)).slice(at, at + count))),
        release,
      }
    } catch (thrown) {
      await release()
      throw thrown
    }
  }
}

function graphOver(session: Session, file: FixedGraphFile, tensors: ResidentTensors<Value>): ResidentGraph {
  const inputs = tensors.inputs(file.inputs)
  const outputs = tensors.outputs(file.outputs, (_, shape) => zeros(shape))
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputShapes: session.inputShapes,
    ...tensorFinder(inputs, outputs),
    isRecorded: false,
    async run() {
      const results = await session.run(Object.fromEntries([...inputs].map(([name, tensor]) => [name, tensors.valueOf(tensor)])))
      for (const [name, tensor] of outputs) tensors.valueOf(tensor).data.set(floats(results[name]))
    },
  }
}
