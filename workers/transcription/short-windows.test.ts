import { describe, expect, it } from 'vitest'
import { readOnnxModel } from '../formats/onnx-reader'
import { encodeOnnxModel, newTensor, newValue } from '../formats/onnx-writer'
import { ELEMENT_TYPE } from '../formats/onnx-model'
import { createNativeSession } from '#fixtures/native-session'
import { float32, floats } from '../runtime/tensor'
import { hearShortWindows, windowSeconds } from './short-windows'

const WIDTH = 2
const vectors = Float32Array.of(1, 2, 3, 4, 5, 6)

/** What matters of the published encoder: it adds the vectors to what it hears, and gives its attentions too. */
function encoderFile(places = 'embed_positions.weight'): ArrayBuffer {
  const node = (opType: string, inputs: string[], output: string) => ({ name: output, opType, inputs, outputs: [output], attributes: [], domain: '' })
  // OperatorSetIdProto { version 2: 17 }
  const opset = Uint8Array.of(0x10, 17)
  return encodeOnnxModel({
    irVersion: 8,
    opsets: [opset],
    graph: {
      nodes: [node('Add', ['input_features', places], 'last_hidden_state'), node('Neg', ['last_hidden_state'], 'encoder_attentions.0')],
      initializers: [newTensor(places, ELEMENT_TYPE.float32, [3, WIDTH], vectors)],
      inputs: [newValue('input_features', ELEMENT_TYPE.float32, ['places', WIDTH])],
      outputs: [
        newValue('last_hidden_state', ELEMENT_TYPE.float32, ['places', WIDTH]),
        newValue('encoder_attentions.0', ELEMENT_TYPE.float32, ['places', WIDTH]),
      ],
    },
  }, 'test').buffer
}

describe('an encoder of shorter windows', () => {
  it('hears as many places as there are features for', async () => {
    const encoder = hearShortWindows(encoderFile())
    if (!encoder) throw new Error('not recognised')
    const session = await createNativeSession(encoder.graph)
    const { last_hidden_state } = await session.run({
      input_features: float32(Float32Array.of(10, 20, 30, 40), [2, WIDTH]),
      [encoder.placesInput]: float32(encoder.placesOf(2), [2, encoder.width]),
    })
    expect([...floats(last_hidden_state)]).toEqual([11, 22, 33, 44])
    await session.release()
  })

  it('gives nothing but what is heard', () => {
    const encoder = hearShortWindows(encoderFile())
    const graph = encoder && readOnnxModel({ path: '', data: new Uint8Array(encoder.graph) })?.graph
    expect(graph?.outputs.map(({ name }) => name)).toEqual(['last_hidden_state'])
  })

  it.each([
    ['another graph', encoderFile('places')],
    ['no graph', new ArrayBuffer(3)],
  ])('leaves %s as it is', (_, file) => {
    expect(hearShortWindows(file)).toBeNull()
  })
})

it.each([
  [0.5, 6],
  [5, 7],
  [5.1, 8],
  [27.9, 30],
  [400, 30],
])('hears a sound of %f s in a window of %i s', (seconds, window) => {
  expect(windowSeconds(seconds)).toBe(window)
})
