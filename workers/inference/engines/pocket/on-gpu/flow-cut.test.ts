import { describe, expect, it } from 'vitest'
import type { OnnxGraph } from '../../../../formats/onnx-model'
import { newTensor, newValue } from '../../../../formats/onnx-writer'
import { prune } from './flow-cut'

describe('pruning a graph', () => {
  const made = (name: string, inputs: string[]) => ({ name, opType: 'Add', inputs, outputs: [name], attributes: [], domain: '' })
  const value = (name: string) => newValue(name, 1, [1])
  const graph: OnnxGraph = {
    nodes: [made('a', ['x', 'w']), made('b', ['a', '']), made('dead', ['gone', 'v'])],
    initializers: ['w', 'v'].map((name) => newTensor(name, 1, [1], Float32Array.of(1))),
    inputs: [],
    outputs: [],
  }

  it('refuses an output that needs what is not there', () => {
    expect(prune(graph, [value('x')], [value('dead')])).toBeNull()
    expect(prune(graph, [], [value('b')])).toBeNull()
    expect(prune(graph, [value('x')], [value('unknown')])).toBeNull()
  })

  it('refuses a value that is made twice, or both given and made', () => {
    expect(prune({ ...graph, nodes: [...graph.nodes, made('a', ['x'])] }, [value('x')], [value('b')])).toBeNull()
    expect(prune(graph, [value('x'), value('a')], [value('b')])).toBeNull()
  })

  it('keeps what the outputs need, in the given order, and nothing else', () => {
    const pruned = prune(graph, [value('x')], [value('b')])
    expect(pruned?.nodes.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(pruned?.initializers.map(({ name }) => name)).toEqual(['w'])
  })
})
