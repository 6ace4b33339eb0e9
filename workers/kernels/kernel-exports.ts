/** What the module exports, as `assembly/` defines it. Every argument is an address, a count or a number. */
export interface KernelExports {
  /** First address that the host may use. */
  heapStart(): number
}
