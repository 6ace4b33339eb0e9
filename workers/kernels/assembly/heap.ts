/** First address that the host may use: below it lie the kernels' own constants. */
export function heapStart(): usize {
  return __heap_base
}
