import { createHarmonicSource } from '../network/harmonic-source'
import { SPECTRUM_WIDTH } from '../network/generator'
import type { PacedWork, Rows } from '../network/paced-work'
import { SAMPLES_PER_FRAME } from '../network/sound-decoder'
import { addWindows, analyse, windowsOf } from '../network/spectrum'
import { createFittedDecoder, type FittedFrames } from './fitted-decoder'
import { createFittedGenerator } from './fitted-generator'
import type { NormNumbers } from './fitted-norm'
import { takeRows, valuesOf, type FittingParts } from './fitting-parts'
import { createMelLoss } from './mel-loss'
import { windowGradients } from './spectrum-gradient'

/** What a window of the sound's spectrum, of a comparison, and the samples of a value of the pitch curve cost beside a multiplication of the kernels. */
const WINDOW_COST = 50_000
const COMPARISON_COST = 2_000_000
const PITCH_COST = 500_000

/** What is learned from a piece of somebody's speech: it is said again, and compared. */
export interface FittingCrop {
  readonly frames: FittedFrames
  /** What was said, mono at 24 kHz: {@link SAMPLES_PER_FRAME} for each frame, of which there are two at least. */
  readonly samples: Float32Array
}

/** What a voice's numbers do to the likeness. */
export interface FittingGradients {
  readonly loss: number
  /** How the loss changes with each number of the norms. */
  readonly gradients: NormNumbers
}

/** Decoder and generator, there and back. */
export interface FittingNetwork {
  /**
   * How far the network with the norms' numbers `styled` is from saying a crop as it was said, and which way is nearer. Its room
   * is given back at the end. Errors: those of {@link PacedWork}, `out-of-memory`.
   */
  compare(work: PacedWork, styled: NormNumbers, crop: FittingCrop): Promise<FittingGradients>
}

/** Makes it from the published graph's weights, with copies of what it needs of them. Errors: `model-mismatch`, `out-of-memory`. */
export function createFittingNetwork(parts: FittingParts): FittingNetwork {
  const { memory } = parts.team.kernels
  const decoder = createFittedDecoder(parts)
  const generator = createFittedGenerator(parts, decoder.outWidth)
  const source = createHarmonicSource(parts.weights)
  const mels = createMelLoss()

  /** The spectrum of what the vocal cords would give at this pitch. */
  async function listen(work: PacedWork, pitch: Float32Array, spectrum: Rows): Promise<void> {
    const sound = new Float32Array((pitch.length / 2) * SAMPLES_PER_FRAME)
    const phases = source.phases(pitch)
    await work.steps(pitch.length, PITCH_COST, (from, to) => { source.fill(pitch, phases, sound, from, to) })
    valuesOf(memory, spectrum).fill(0)
    await work.steps(spectrum.rows, WINDOW_COST, (from, to) => { analyse(sound, valuesOf(memory, spectrum), spectrum.width, from, to) })
  }

  return {
    async compare(work, styled, { frames, samples }) {
      const start = memory.used
      try {
        const count = frames.pitch.length / 2
        const sound = new Float32Array(count * SAMPLES_PER_FRAME)
        const [heard, spectrum] = [takeRows(memory, windowsOf(sound.length), SPECTRUM_WIDTH), takeRows(memory, windowsOf(sound.length), SPECTRUM_WIDTH)]
        const x = takeRows(memory, 2 * count, decoder.outWidth)
        await listen(work, frames.pitch, heard)
        await decoder.forward(work, styled, frames, x)
        await generator.forward(work, styled, x, heard, spectrum)
        const { rows, width } = spectrum
        await work.steps(rows, WINDOW_COST, (from, to) => { addWindows(valuesOf(memory, spectrum), width, rows, sound, from, to) })
        const comparison = mels.start(samples, sound)
        await work.steps(mels.windowsOf(sound.length), COMPARISON_COST, (from, to) => { comparison.run(from, to) })

        const gradients = new Float64Array(parts.projections.count)
        const ofSpectrum = takeRows(memory, rows, width)
        valuesOf(memory, ofSpectrum).fill(0)
        await work.steps(rows, WINDOW_COST, (from, to) => {
          windowGradients(valuesOf(memory, spectrum), width, rows, comparison.result.gradient, valuesOf(memory, ofSpectrum), from, to)
        })
        const ofX = takeRows(memory, x.rows, x.width)
        await generator.backward(work, ofSpectrum, gradients, ofX)
        await decoder.backward(work, ofX, gradients)
        return { loss: comparison.result.loss, gradients }
      } finally {
        memory.rewind(start)
      }
    },
  }
}
