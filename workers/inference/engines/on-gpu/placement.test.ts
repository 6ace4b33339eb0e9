import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readBundleFolder } from '#fixtures/bundle-context'
import { graphBytes } from '#fixtures/graph-bytes'
import { tinySizes } from '#fixtures/pocket-sizes'
import { halfProduct } from '../../../compiler/block-products'
import { fixedStepGraph } from '../../../compiler/speech-graphs'
import { misplacedNodes, withPlacementCheck } from './placement'
import { readOnnxModel } from '../../../formats/onnx-reader'

const fixture = readBundleFolder(resolve(import.meta.dirname, '../../../../e2e/fixtures/pocket-tiny'))
const graphs = { speech: fixture.get('flow_lm_main.onnx')!, decoder: fixture.get('mimi_decoder.onnx')! }
const speech = Uint8Array.from(graphs.speech).buffer
const graphOf = (part: keyof typeof graphs) => readOnnxModel({ path: '', data: graphs[part] }, true)!.graph

// What ONNX Runtime Web 1.30 puts on the CPU beside Chromium's software adapter: counting positions, and the mask of them.
const layer = '/decoder_transformer/transformer/layers.0/self_attn/'
const right = {
  speech: ['/IsNaN_0', '/Slice_5', '/Add_6', '/Squeeze_7', '/Range_8', '/Add_9', '/Cast_28', '/Squeeze_54', '/Range_55', '/LessOrEqual_58'],
  decoder: ['/Slice_13', '/Range_15', '/Add_17', '/Sub_18', `${layer}Mod_1`, `${layer}Where_2`, '/GreaterOrEqual_30', '/Cast_48', '/Expand_76', '/out_state_20/Identity'],
}

describe('work that falls back to the CPU', () => {
  it.each(['speech', 'decoder'] as const)('may be the arithmetic of positions: %s', (part) => {
    expect(misplacedNodes(graphOf(part), right[part])).toEqual([])
  })

  it.each([
    ['speech', 'MatMul'], ['speech', 'Softmax'], ['speech', 'Erf'], ['speech', 'Concat'], ['speech', 'Reshape'],
    ['decoder', 'MatMul'], ['decoder', 'Conv'], ['decoder', 'ConvTranspose'], ['decoder', 'ScatterElements'], ['decoder', 'Elu'],
  ] as const)('is refused where it touches activations, and named: in the %s graph %s', (part, opType) => {
    const graph = graphOf(part)
    const named = graph.nodes.filter((node) => node.opType === opType).map(({ name }) => name)
    expect(named.length).toBeGreaterThan(0)
    expect(misplacedNodes(graph, [...right[part], ...named])).toEqual(expect.arrayContaining([named[0]]))
  })

  it('is refused where the graph does not know it', () => {
    expect(misplacedNodes(graphOf('speech'), ['/Fused_by_the_runtime'])).toEqual(['/Fused_by_the_runtime'])
  })

  it.each([
    ['says so', () => Promise.resolve(['/MatMul_2']), /MatMul_2/],
    ['does not tell', () => Promise.resolve(null), /does not tell/],
  ])('keeps a session from being made when the runtime %s', async (_, nodesOnCpu, words) => {
    const made = () => Promise.reject(new Error('made'))
    const { createSession, openResident } = withPlacementCheck({ createSession: made, openResident: made, nodesOnCpu })
    const refusal = { code: 'execution-provider-unsupported', detail: expect.stringMatching(words) as string }
    await expect(createSession(speech)).rejects.toMatchObject(refusal)
    await expect(openResident([{ bytes: speech, inputs: {}, outputs: {} }])).rejects.toMatchObject(refusal)
  })
})

it('is not asked for where the GPU lacks the 16-bit floats of a graph', async () => {
  const bytes = await graphBytes(fixedStepGraph(tinySizes, halfProduct, 16))
  const asked = () => Promise.reject(new Error('asked'))
  const gpu = { createSession: asked, openResident: asked, nodesOnCpu: asked, lacksHalfFloats: true }
  await expect(withPlacementCheck(gpu).openResident([{ bytes, inputs: {}, outputs: {} }])).rejects.toMatchObject({ code: 'execution-provider-unsupported', detail: 'it has no 16-bit floats' })
  await expect(withPlacementCheck({ ...gpu, lacksHalfFloats: false }).openResident([{ bytes, inputs: {}, outputs: {} }])).rejects.toThrow('asked')
})
