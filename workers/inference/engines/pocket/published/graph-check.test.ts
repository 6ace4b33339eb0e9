import { describe, expect, it } from 'vitest'
import type { Session } from '../../../../runtime/session'
import { checkGraph, type GraphExpectation } from './graph-check'

const graph: GraphExpectation = {
  name: 'main',
  inputs: { sequence: [1, null, 32] },
  outputs: ['logit'],
  states: [{ index: 0, module: 'm', key: 'cache', dtype: 'float32', shape: [2, 10], fill: 'zeros', input_name: 'state_0', output_name: 'out_state_0' }],
}

function session(shapes: Readonly<Record<string, readonly (number | string)[]>>, outputNames = ['logit', 'out_state_0']): Session {
  return {
    inputNames: Object.keys(shapes),
    outputNames,
    inputShapes: new Map(Object.entries(shapes)),
    run: () => Promise.reject(new Error('a check must not run the graph')),
    release: () => Promise.resolve(),
  }
}

describe('check of a graph against the bundle', () => {
  it.each([
    ['a missing state', session({ sequence: [1, 'n', 32] }), /missing \[state_0\]/],
    ['an input that the bundle does not know', session({ sequence: [1, 'n', 32], state_0: [2, 10], lora: [1] }), /unexpected \[lora\]/],
    ['a missing output', session({ sequence: [1, 'n', 32], state_0: [2, 10] }, ['logit']), /missing \[out_state_0\]/],
    ['a state of another size', session({ sequence: [1, 'n', 32], state_0: [2, 12] }), /\[2, 12\], the bundle says \[2, 10\]/],
    ['a state of another rank', session({ sequence: [1, 'n', 32], state_0: [2, 10, 1] }), /state_0/],
    ['a latent of another width', session({ sequence: [1, 'n', 64], state_0: [2, 10] }), /\[1, any, 32\]/],
  ])('finds %s', (_, wrong, detail) => {
    expect(() => { checkGraph(wrong, graph) }).toThrow(expect.objectContaining({ code: 'model-mismatch', detail: expect.stringMatching(detail) as string }))
  })

  it('accepts symbolic dimensions for any size', () => {
    expect(() => { checkGraph(session({ sequence: [1, 'n', 32], state_0: [2, 'c'] }), graph) }).not.toThrow()
  })
})
