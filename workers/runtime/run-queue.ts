/** Runs acts one after another in the order of asking; a failed act does not stop the next. */
export interface RunQueue {
  run<T>(act: () => Promise<T>): Promise<T>
}

/**
 * ONNX Runtime Web allows neither two `create` calls nor overlapping `run` calls in one realm, so the whole worker
 * shares one of these.
 */
export function createRunQueue(): RunQueue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(act) {
      const result = last.then(act, act)
      last = result.catch(() => undefined)
      return result
    },
  }
}
