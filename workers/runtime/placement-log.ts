/** Session options under which the runtime logs where it puts each node. Its calls are slow then: for a look, not for work. */
export const PLACEMENT_LOGGING = { logSeverityLevel: 0 } as const

const CPU = 'CPUExecutionProvider'

/**
 * Names of the nodes that are put on the CPU, from the lines that ONNX Runtime 1.30 logs while it makes a session: "Node
 * placements", then per provider either "All nodes placed on [P]." or "Node(s) placed on [P]." and a line "Type (name)"
 * for each node. Null where the log does not tell.
 */
export function nodesOnCpu(log: readonly string[]): readonly string[] | null {
  const lines = log.join('\n').split('\n').map((line) => line.replace(/^.*?\] (?= *(Node|All|\w+ \())/, ''))
  const start = lines.findIndex((line) => line.trim() === 'Node placements')
  if (start < 0) return null
  const names: string[] = []
  let provider: string | undefined
  for (const line of lines.slice(start + 1)) {
    const heading = /placed on \[(\w+)\]/.exec(line)
    if (heading) {
      provider = heading[1]
      if (line.trim().startsWith('All nodes') && provider === CPU) return null
      continue
    }
    const node = /^\s*\w+ \((.*)\)\s*$/.exec(line)
    if (!node) break
    if (provider === CPU) names.push(node[1] ?? '')
  }
  return provider === undefined ? null : names
}
