import type { OnnxGraph, OnnxNode, OnnxValue } from '../../../../formats/onnx-model'

/** Finds nodes by name; gives undefined where there is none of that name and type, or more than one. */
export function nodeFinder({ nodes }: OnnxGraph): (name: string, opType: string) => OnnxNode | undefined {
  const byName = new Map<string, OnnxNode | null>()
  for (const node of nodes) byName.set(node.name, byName.has(node.name) ? null : node)
  return (name, opType) => {
    const node = byName.get(name)
    return node?.opType === opType ? node : undefined
  }
}

/** The same node with the names of its values passed through `rename`. */
export function renameValues(node: OnnxNode, rename: (name: string) => string): OnnxNode {
  // An empty name is an input that is left out.
  const renamed = (name: string) => (name === '' ? '' : rename(name))
  return { ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) }
}

/**
 * The part of a graph that computes `outputs` from `inputs`. Gives null when that needs a value which neither an input,
 * nor a node, nor a constant provides, or when a value is provided twice.
 */
export function prune(graph: OnnxGraph, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxGraph | null {
  const makers = new Map<string, OnnxNode>()
  const given = new Set([...inputs, ...graph.initializers].map(({ name }) => name))
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue
      if (makers.has(output) || given.has(output)) return null
      makers.set(output, node)
    }
  }

  const needed = new Set<string>()
  const live = new Set<OnnxNode>()
  const open = outputs.map(({ name }) => name)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === '' || needed.has(name)) continue
    needed.add(name)
    const maker = makers.get(name)
    if (maker === undefined) {
      if (!given.has(name)) return null
    } else if (!live.has(maker)) {
      live.add(maker)
      open.push(...maker.inputs)
    }
  }
  return {
    nodes: graph.nodes.filter((node) => live.has(node)),
    initializers: graph.initializers.filter(({ name }) => needed.has(name)),
    inputs,
    outputs,
  }
}

/** Prefix of the names of a module's nodes: `transformer.layers.0.self_attn` → `/transformer/layers.0/self_attn/`. */
export function nodePrefix(module: string): string {
  return `/${module.replace(/\.(?!\d)/g, '/')}/`
}
