/** The member of the worker's console that ONNX Runtime writes to. */
interface ErrorOutput {
  error: (...parts: unknown[]) => void
}

/** Reads what a runtime logs. */
export interface RuntimeLog {
  /** Does `act`, in which the runtime starts. */
  tapped<T>(act: () => Promise<T>): Promise<T>
  /** Lines that the runtime logs during `act`; they do not show in the console. */
  collect(act: () => Promise<unknown>): Promise<readonly string[]>
}

/**
 * The runtime keeps the `console.error` that it finds when it starts, and offers no other way to its log. So it starts with
 * one that passes everything on, but for the times when somebody collects.
 */
export function tapLog(output: ErrorOutput = self.console): RuntimeLog {
  let collected: string[] | null = null
  const original = output.error
  const tap = (...parts: unknown[]) => {
    if (collected) collected.push(parts.join(' '))
    else original.apply(output, parts)
  }
  return {
    async tapped(act) {
      output.error = tap
      try {
        return await act()
      } finally {
        output.error = original
      }
    },
    async collect(act) {
      const lines: string[] = []
      collected = lines
      try {
        await act()
      } finally {
        collected = null
      }
      return lines
    },
  }
}
