import { encodeOnnxModel, newValue } from '../formats/onnx-writer'
import { ELEMENT_TYPE, type OnnxModel, type OnnxTensor } from '../formats/onnx-model'
import { readOnnxModel } from '../formats/onnx-reader'

/** Seconds that one look of Whisper takes in at most (Radford et al. 2022, section 2.2). */
export const WINDOW_SECONDS = 30
/**
 * A window is so much longer than what is said in it. Whisper learned on windows that are filled up with silence to 30 s; it hears
 * as well where most of that is left out, and its encoder costs in proportion to the window.
 */
const SILENCE_SECONDS = 2
const SHORTEST_WINDOW_SECONDS = 6

/** Seconds that the encoder is to hear for a sound of `seconds`: a whole number, since features come at 100 Hz and places at 50 Hz. */
export function windowSeconds(seconds: number): number {
  return Math.min(WINDOW_SECONDS, Math.max(SHORTEST_WINDOW_SECONDS, Math.ceil(seconds + SILENCE_SECONDS)))
}

/** Constant of the published encoder graphs: a vector for each place, [places, width], added to what is heard there. */
const PLACES = 'embed_positions.weight'

/** An encoder that hears windows of any length, up to the one it was published for. */
export interface ShortWindowEncoder {
  /** The graph; it takes the vectors of its places as the input {@link placesInput}. */
  readonly graph: ArrayBuffer
  readonly placesInput: string
  /** Vectors of the first `count` places, [count, width], as a view. */
  placesOf(count: number): Float32Array
  readonly width: number
}

/**
 * Makes Whisper's encoder hear windows shorter than 30 s. The published graph adds a vector to each of its 1500 places
 * (Radford et al. 2022, section 2.2), a constant that fixes their number; here the vectors come in from outside, and as
 * many of them as there are places. What a decoder does not ask for, the attentions of all layers (430 MB for 30 s), is
 * no longer given. Weights are not touched. Null where the file is another graph than that.
 */
export function hearShortWindows(file: ArrayBuffer): ShortWindowEncoder | null {
  const model = readOnnxModel({ path: '', data: new Uint8Array(file) })
  const places = model?.graph.initializers.find(({ name }) => name === PLACES)
  const [count, width] = places?.dims ?? []
  if (!model || !places?.raw || places.dataType !== ELEMENT_TYPE.float32 || count === undefined || width === undefined) return null
  const vectors = new Float32Array(Uint8Array.from(places.raw).buffer)
  if (vectors.length !== count * width) return null
  return {
    graph: encodeOnnxModel(withPlacesOutside(model, width), 'myna').buffer,
    placesInput: PLACES,
    placesOf: (wanted) => vectors.subarray(0, wanted * width),
    width,
  }
}

function withPlacesOutside({ graph, ...model }: OnnxModel, width: number): OnnxModel {
  // Written as they came: without a file that they could be left in.
  const whole = (tensor: OnnxTensor): OnnxTensor => ({ ...tensor, file: null })
  return {
    ...model,
    graph: {
      ...graph,
      initializers: graph.initializers.filter(({ name }) => name !== PLACES).map(whole),
      inputs: [...graph.inputs, newValue(PLACES, ELEMENT_TYPE.float32, ['places', width])],
      outputs: graph.outputs.slice(0, 1),
    },
  }
}
