import { readFileSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fullSizes, tinySizes } from '#fixtures/pocket-sizes'
import { checkpointTensors, ruleCheckpoint } from '#fixtures/rule-checkpoint'
import { checkpointSizes } from './checkpoint-sizes'
import { decoderTensors, encoderTensors, languageModelTensors, textTensors, voiceStart } from './checkpoint-tensors'
import { parseModelConfig } from './model-config'
import { decoderOf, encoderOf, type PocketSizes } from './pocket-sizes'

const narrowHeads = parseModelConfig('{"flow_lm": {"transformer": {"num_heads": 4}}, "mimi": {"transformer": {"num_heads": 2}}}')
const without = (name: string) => ({ gelu: 'exact' as const, shapeOf: (other: string) => (other === name ? undefined : ruleCheckpoint(fullSizes).shapeOf(other)) })

describe('the sizes of a model', () => {
  it('say which tensor lacks', () => {
    const name = 'flow_lm.flow_net.input_proj.weight'
    expect(() => checkpointSizes(without(name), {})).toThrow(expect.objectContaining({ code: 'model-mismatch', detail: expect.stringContaining(name) as string }))
  })

  it('cannot be told without a configuration where heads are not as wide as usual', () => {
    // Queries of 80 values have no whole number of heads of 64.
    const odd = { gelu: 'exact' as const, shapeOf: (name: string) => (name.endsWith('.out_proj.weight') ? [1024, 80] : ruleCheckpoint(fullSizes).shapeOf(name)) }
    expect(() => checkpointSizes(odd, {})).toThrow(expect.objectContaining({ code: 'model-mismatch' }))
  })

  it('are read from the shapes of the published model', () => {
    expect(checkpointSizes(ruleCheckpoint(fullSizes), {})).toEqual(fullSizes)
  })

  it('are read from shapes and configuration of the small one', () => {
    expect(checkpointSizes(ruleCheckpoint(tinySizes), narrowHeads)).toEqual(tinySizes)
  })

  it('cannot be told without a configuration where the flow knows no time', () => {
    const sizes = { ...tinySizes, flow: { ...tinySizes.flow, kind: 'drifting', frequencies: 0 } } as const
    expect(() => checkpointSizes(ruleCheckpoint(sizes), narrowHeads)).toThrow(expect.objectContaining({ code: 'model-mismatch', detail: expect.stringContaining('type') as string }))
  })

  it('are refused where the configuration says another type of flow', () => {
    const config = parseModelConfig('{"flow_lm": {"flow": {"type": "pointwise"}}}')
    expect(() => checkpointSizes(ruleCheckpoint(fullSizes), config)).toThrow(expect.objectContaining({ code: 'model-mismatch', detail: expect.stringContaining('pointwise') as string }))
  })

  it('follow a model with 24 layers', () => {
    const sizes = { ...fullSizes, lm: { ...fullSizes.lm, layers: 24 } }
    expect(checkpointSizes(ruleCheckpoint(sizes), {})).toEqual(sizes)
  })
})

describe('the tensors that a model needs', () => {
  const needed = (sizes: PocketSizes) => {
    const all = [...textTensors(sizes), voiceStart(sizes), ...languageModelTensors(sizes), ...decoderTensors(decoderOf(sizes)), ...encoderTensors(encoderOf(sizes))]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    return Object.fromEntries(all.map(({ name, shape }) => [name, shape]))
  }

  it.each([['published', fullSizes], ['small', tinySizes]])('are those that its graphs are compiled from: %s', (_, sizes) => {
    expect(needed(sizes)).toEqual(Object.fromEntries(checkpointTensors(sizes).map(({ name, shape }) => [name, shape])))
  })

  const spec = '../shared/specs/pocket-tts/checkpoint-tensors.json'
  it.skipIf(!existsSync(spec))('are exactly those of the published checkpoint', () => {
    const { tensors } = JSON.parse(readFileSync(spec, 'utf8')) as { tensors: Record<string, readonly number[]> }
    expect(needed(fullSizes)).toEqual(tensors)
  })
})

describe('a configuration', () => {
  it.each([
    ['neither JSON nor YAML', '<!doctype html>', 'model-invalid'],
    ['JSON that is cut off', '{"flow_lm": {', 'model-invalid'],
    ['heads that are no number', '{"flow_lm": {"transformer": {"num_heads": "many"}}}', 'model-invalid'],
    ['another flow', '{"flow_lm": {"flow": {"type": "straight"}}}', 'model-mismatch'],
    ['another rotation', '{"mimi": {"transformer": {"max_period": 500}}}', 'model-mismatch'],
    ['convolutions of another depth', '{"mimi": {"decoder_seanet": {"n_residual_layers": 3}}}', 'model-mismatch'],
  ])('is refused: %s', (_, text, code) => {
    expect(() => parseModelConfig(text)).toThrow(expect.objectContaining({ code }))
  })

  it('is found under its own key, too', () => {
    const inner = { flow_lm: { insert_bos_before_voice: true, transformer: { num_heads: 4 } } }
    expect(parseModelConfig(JSON.stringify({ config: inner }))).toEqual(parseModelConfig(JSON.stringify(inner)))
  })
})
