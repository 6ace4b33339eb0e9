import { MynaError } from '../../../../src/shared/protocol/errors'
import { widenFloat16 } from '../../../formats/half-floats'
import { readTensors } from '../../../formats/safetensors'

/** A fully connected layer: `weights` [outputs, inputs], `biases` [outputs]. */
export interface Layer {
  readonly weights: Float32Array
  readonly biases: Float32Array
}

/** What training/starter-encoder exports. */
export interface VoiceEncoderWeights {
  /** From embedding and pitch to what a voice is like, one after the other. */
  readonly body: readonly [Layer, Layer]
  /** From there to what is added to the timbre of a style, before it is scaled. */
  readonly style: Layer
  /** From there to how much of each direction the deltas have. */
  readonly shares: Layer
  /** [directions, deltas], of which each row counts `scales` times. */
  readonly directions: Int8Array
  readonly scales: Float32Array
  /** [deltas]: what everybody has. */
  readonly everybody: Float32Array
}

/** Reads the file of the encoder (.safetensors). Errors: `model-invalid` where a tensor is missing or of another size than the others. */
export function parseVoiceEncoder(file: ArrayBuffer): VoiceEncoderWeights {
  const bytesOf = readTensors(file, 'the voice encoder')
  const halves = (name: string) => widenFloat16(new Uint16Array(bytesOf(name, 'F16')))
  const layer = (name: string): Layer => ({ weights: halves(`${name}.weight`), biases: halves(`${name}.bias`) })
  const weights: VoiceEncoderWeights = {
    body: [layer('body.0'), layer('body.2')],
    style: layer('style'),
    shares: layer('shares'),
    directions: new Int8Array(bytesOf('directions', 'I8')),
    scales: new Float32Array(bytesOf('scales', 'F32')),
    everybody: halves('everybody'),
  }
  if (!fitsTogether(weights)) throw new MynaError('model-invalid', 'the sizes of the voice encoder do not fit each other')
  return weights
}

function fitsTogether({ body, style, shares, directions, scales, everybody }: VoiceEncoderWeights): boolean {
  const wide = ({ weights, biases }: Layer) => weights.length / biases.length
  return (
    wide(body[1]) === body[0].biases.length &&
    [style, shares].every((layer) => wide(layer) === body[1].biases.length) &&
    shares.biases.length === scales.length &&
    directions.length === scales.length * everybody.length
  )
}
