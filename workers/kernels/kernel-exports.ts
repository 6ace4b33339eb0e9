import type { FloatExports } from './float-exports'

/** What the module exports, as `assembly/` defines it. Every argument is an address, a count or a number. */
export interface KernelExports extends FloatExports {
  /** First address that the host may use. */
  heapStart(): number
}
