import { MynaError } from '../../src/shared/protocol/errors'
import { openBoundSession, type BoundSession } from './bound-session'
import { createGpuMemory, type BufferStretch, type GpuMemory } from './gpu-memory'
import type { FixedGraphFile, OpenResidentGraphs, ResidentGraph, ResidentGraphs, TensorShape, TensorStretch } from './resident-graphs'
import { createResidentTensors, tensorFinder, type ResidentTensors } from './resident-tensors'
import type { RunQueue } from './run-queue'
import { inputShapesOf, type OrtModule } from './session'
import type { Guard } from './watch-device'

/** What graphs on the GPU run with. */
export interface GpuParts {
  readonly ort: OrtModule
  /** Everything that the runtime does goes through it. */
  readonly queue: RunQueue
  /** The device of the open sessions: before the first there is none. */
  readonly device: () => Promise<GPUDevice>
  /** Calls that a lost device would leave hanging go through it. */
  readonly guard: Guard
}

/** A device's memory, and the tensors there. */
interface Place {
  readonly memory: GpuMemory
  readonly tensors: ResidentTensors<GPUBuffer>
}

/** Resident graphs on the GPU: tensors are buffers, which the runtime reads and writes where they are. */
export function residentOnGpu(parts: GpuParts): OpenResidentGraphs {
  return async (files, onOpened) => {
    const sessions: BoundSession[] = []
    let place: Place | null = null
    const onDevice = async () => (place ??= placeOn(await parts.device()))
    const release = async () => {
      for (const session of sessions.splice(0)) await session.release()
      place?.memory.release()
    }
    try {
      const graphs: ResidentGraph[] = []
      for (const file of files) {
        const session = await openOver(file, parts, onDevice)
        sessions.push(session)
        graphs.push(graphOver(session, file, await onDevice(), parts.guard))
        onOpened?.()
      }
      return { ...moving(await onDevice(), parts.guard), graphs, release }
    } catch (thrown) {
      await release()
      throw thrown
    }
  }
}

function placeOn(device: GPUDevice): Place {
  const memory = createGpuMemory(device)
  return { memory, tensors: createResidentTensors((shape) => memory.make(shape)) }
}

function openOver(file: FixedGraphFile, { ort, queue }: GpuParts, onDevice: () => Promise<Place>): Promise<BoundSession> {
  const over = (buffer: GPUBuffer, { type, dims }: TensorShape) => ort.Tensor.fromGpuBuffer(buffer, { dataType: type, dims })
  return openBoundSession({ ort, queue }, file, {
    async inputs() {
      const { tensors } = await onDevice()
      return Object.fromEntries([...tensors.inputs(file.inputs)].map(([name, tensor]) => [name, over(tensors.valueOf(tensor), tensor)]))
    },
    async outputs() {
      const { memory } = await onDevice()
      return Object.fromEntries(Object.entries(file.outputs).map(([name, shape]) => [name, over(memory.make(shape), shape)]))
    },
  })
}

function graphOver(bound: BoundSession, file: FixedGraphFile, { memory, tensors }: Place, guard: Guard): ResidentGraph {
  const bufferOf = (name: string): GPUBuffer => {
    const buffer = bound.outputs.get(name)
    if (buffer === undefined) throw new MynaError('model-mismatch', `the graph has no ${name}`)
    return buffer
  }
  return {
    inputNames: bound.session.inputNames,
    outputNames: bound.session.outputNames,
    inputShapes: inputShapesOf(bound.session),
    ...tensorFinder(tensors.inputs(file.inputs), tensors.outputs(file.outputs, bufferOf)),
    isRecorded: bound.isRecorded,
    run() {
      memory.submit()
      return guard(() => bound.run())
    },
  }
}

/** What moves values, over buffers. */
function moving({ memory, tensors }: Place, guard: Guard): Pick<ResidentGraphs, 'write' | 'copy' | 'read'> {
  const inBuffer = ({ tensor, ...stretch }: TensorStretch): BufferStretch => ({ ...stretch, buffer: tensors.valueOf(tensor) })
  return {
    write(tensor, values, at = 0) {
      memory.write(tensors.valueOf(tensor), values, at)
    },
    copy(from, to, at) {
      memory.copy(inBuffer(from), tensors.valueOf(to), at)
    },
    read: (stretches) => guard(() => memory.read(stretches.map(inBuffer))),
  }
}
