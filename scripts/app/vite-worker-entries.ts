import type { Plugin } from 'vite'

/**
 * Keeps the entry of a worker a file that no other chunk imports: what they share lies beside it. WebKit runs an entry
 * again when a chunk imports it, and then two copies of a worker answer each call, the second one with nothing loaded.
 */
export function workerEntries(): Plugin {
  return {
    name: 'myna-worker-entries',
    options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
  }
}
