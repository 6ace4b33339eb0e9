import type { GpuTrial } from '../../src/shared/protocol/engine'
import type { OpenResidentGraphs } from './resident-graphs'
import type { CreateSession } from './session'

/** Remembers what trials on this device, in this browser, with this runtime, said. */
export interface GpuTrials {
  /** Null where nothing is remembered. */
  read(key: string): Promise<GpuTrial | null>
  write(key: string, trial: GpuTrial): Promise<void>
}

/** Keeps graphs that were compiled for it; none of its calls fails. See `CompiledGraphStore` of `shared/storage`. */
export interface GraphKeeper {
  read(packKey: string, part: string, version: number): Promise<ReadonlyMap<string, ArrayBuffer> | null>
  write(packKey: string, part: string, version: number, files: ReadonlyMap<string, ArrayBuffer>): Promise<boolean>
}

/** The GPU as engines see it. */
export interface Gpu {
  /** What it is to be used for: all that it computes rightly, or only what it also computes faster. */
  readonly use: 'when-right' | 'when-faster'
  readonly trials: GpuTrials
  /** Absent where nothing can be kept. */
  readonly graphs?: GraphKeeper
  /** It only imitates a GPU on the CPU: not worth a trial where only speed would speak for it. */
  readonly isSoftware?: boolean
  /** True where graphs with 16-bit floats cannot run. */
  readonly lacksHalfFloats?: boolean
  /** Makes sessions on it. The first one starts its runtime. Errors also: `device-lost`. */
  readonly createSession: CreateSession
  /** Opens graphs of fixed shape whose tensors stay there. */
  readonly openResident: OpenResidentGraphs
  /** Names of the nodes of a graph that its runtime would compute on the CPU; null where it does not tell. */
  readonly nodesOnCpu: (...graph: Parameters<CreateSession>) => Promise<readonly string[] | null>
}
