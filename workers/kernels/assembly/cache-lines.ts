/**
 * Reads a value of every cache line. Loads that nothing waits for go out side by side, as many as a processor can; among
 * arithmetic there is room for a few only, and rows that come from the main memory would take several times as long.
 */
export function touch(from: usize, bytes: usize): void {
  for (const end = from + bytes; from < end; from += 64) load<u32>(from)
}
