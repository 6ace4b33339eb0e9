import type { FloatExports } from './float-exports'
import type { Int8Exports } from './int8-exports'

/** What the module exports, as `assembly/` defines it. Every argument is an address, a count or a number. */
export interface KernelExports extends FloatExports, Int8Exports {
  /** First address that the host may use. */
  heapStart(): number
}
