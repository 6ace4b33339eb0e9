import { resample, resampleGradient } from '../../../../../../src/shared/audio/resample'
import { ENCODER_SAMPLE_RATE } from '../../../../../speaker-encoder/speaker-encoder'
import { createEmbedding } from './embedding'
import { addTo, createFrameConvolution } from './encoder-layers'
import { readEncoderWeights } from './encoder-weights'
import { createLogMel } from './log-mel'
import { createPooling } from './pooling'
import { columns, createRes2Block, setColumns } from './res2-block'
import { createStem } from './stem'

const SAMPLE_RATE = 24_000
const CHANNELS = 256
const BLOCKS = 3
const AGGREGATED = 384

/** How far a sound is from a person's voice, as the speaker encoder hears it. */
export interface SpeakerLoss {
  /** `sound` is mono at 24 kHz and a second at least; `person` the encoder's vector of the voice, of norm 1. Both are only read. */
  start(sound: Float32Array, person: Float32Array): SpeakerComparison
}

/** A comparison under way; another one of the same {@link SpeakerLoss} must not begin before its end. */
export interface SpeakerComparison {
  /** Steps of {@link run}, of some 20 million multiplications each. */
  readonly steps: number
  /** Does steps `from` to `to`. */
  run(from: number, to: number): void
  /** After all steps: 1 less the cosine of both vectors, and its gradient by the sound. */
  readonly result: { readonly loss: number; readonly gradient: Float64Array }
}

/**
 * The speaker encoder (training/speaker-encoder/model.py) with its gradient by what it hears, in float64, from the bytes of its graph,
 * which are only read. Errors: `model-mismatch`.
 */
export function createSpeakerLoss(graph: Uint8Array): SpeakerLoss {
  const weightsOf = readEncoderWeights(graph)
  const [logMel, stem] = [createLogMel(), createStem(weightsOf)]
  const blocks = Array.from({ length: BLOCKS }, (_, i) => createRes2Block(weightsOf, i, CHANNELS))
  const aggregate = createFrameConvolution(weightsOf('encoder/aggregate/aggregate.0/Conv'), { rectifies: true })
  const [pooling, embedding] = [createPooling(weightsOf, AGGREGATED), createEmbedding(weightsOf)]

  return {
    start(sound, person) {
      let x: Float64Array = new Float64Array()
      /** What each block gave, and then the gradients of that. */
      let seen: Float64Array[] = []
      let result = { loss: NaN, gradient: x }
      const steps = [
        () => { x = logMel.forward(Float64Array.from(resample(sound, SAMPLE_RATE, ENCODER_SAMPLE_RATE))) },
        () => { x = stem.forward(x) },
        ...blocks.map((block) => () => { seen.push(x = block.forward(x)) }),
        () => { x = aggregate.forward(sideBySide(seen)) },
        () => {
          const vector = embedding.forward(pooling.forward(x))
          result = { loss: 1 - vector.reduce((sum, value, i) => sum + value * (person[i] ?? NaN), 0), gradient: x }
          x = pooling.backward(embedding.backward(Float64Array.from(person, (value) => -value)))
        },
        () => {
          const ofSeen = aggregate.backward(x)
          seen = blocks.map((_, i) => columns(ofSeen, BLOCKS * CHANNELS, i * CHANNELS, CHANNELS))
          x = new Float64Array(ofSeen.length / BLOCKS)
        },
        ...blocks.toReversed().map((block) => () => { x = block.backward(addTo(x, seen.pop() ?? x)) }),
        () => { x = stem.backward(x) },
        () => { result = { ...result, gradient: resampleGradient(logMel.backward(x), SAMPLE_RATE, ENCODER_SAMPLE_RATE, sound.length) } },
      ]
      return {
        steps: steps.length,
        run(from, to) { for (const step of steps.slice(from, to)) step() },
        get result() { return result },
      }
    },
  }
}

/** What the blocks gave, in rows of all of them. */
function sideBySide(seen: readonly Float64Array[]): Float64Array {
  const rows = new Float64Array(seen.reduce((sum, part) => sum + part.length, 0))
  seen.forEach((part, i) => { setColumns(rows, seen.length * CHANNELS, i * CHANNELS, CHANNELS, part) })
  return rows
}
