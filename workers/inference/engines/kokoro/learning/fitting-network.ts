import { MynaError } from '../../../../../src/shared/protocol/errors'
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
import type { SpeakerLoss } from './speaker-loss/speaker-loss'
import { windowGradients } from './spectrum-gradient'

/** What a window of the sound's spectrum, of a comparison, and the samples of a value of the pitch curve cost beside a multiplication of the kernels. */
const WINDOW_COST = 50_000
const COMPARISON_COST = 2_000_000
const PITCH_COST = 500_000
/** What a step of the speaker encoder costs. */
const SPEAKER_COST = 2e8
/** How much a distance between voices weighs beside one between sounds. */
const SPEAKER_SHARE = 0.75

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
   * How far the network with the norms' numbers `styled` is from saying a crop as it was said, and which way is nearer; with
   * `person`, the speaker encoder's vector of somebody's voice, also how far it is heard from that voice, of a crop of a second at least.
   * Its room is given back at the end. Errors: those of {@link PacedWork}, `out-of-memory`, `internal` for a person without an encoder.
   */
  compare(work: PacedWork, styled: NormNumbers, crop: FittingCrop, person?: Float32Array): Promise<FittingGradients>
  /** How far the network is from saying a crop as it was said, without the way back. Room and errors as of `compare`. */
  distance(work: PacedWork, styled: NormNumbers, crop: FittingCrop): Promise<number>
}

/**
 * Makes it from the published graph's weights, with copies of what it needs of them; `speakers` hears voices. Errors: `model-mismatch`,
 * `out-of-memory`.
 */
export function createFittingNetwork(parts: FittingParts, speakers?: SpeakerLoss): FittingNetwork {
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

  /** Says frames: the sound, and what it was made of, which lies in the memory until that is rewound. */
  async function say(work: PacedWork, styled: NormNumbers, frames: FittedFrames) {
    const count = frames.pitch.length / 2
    const sound = new Float32Array(count * SAMPLES_PER_FRAME)
    const [heard, spectrum] = [takeRows(memory, windowsOf(sound.length), SPECTRUM_WIDTH), takeRows(memory, windowsOf(sound.length), SPECTRUM_WIDTH)]
    const x = takeRows(memory, 2 * count, decoder.outWidth)
    await listen(work, frames.pitch, heard)
    await decoder.forward(work, styled, frames, x)
    await generator.forward(work, styled, x, heard, spectrum)
    const { rows, width } = spectrum
    await work.steps(rows, WINDOW_COST, (from, to) => { addWindows(valuesOf(memory, spectrum), width, rows, sound, from, to) })
    return { sound, spectrum, x }
  }

  async function distanceOf(work: PacedWork, samples: Float32Array, sound: Float32Array) {
    const comparison = mels.start(samples, sound)
    await work.steps(mels.windowsOf(sound.length), COMPARISON_COST, (from, to) => { comparison.run(from, to) })
    return comparison.result
  }

  /** What the person's voice adds to a loss, and to its gradient by the sound. */
  async function addSpeaker(work: PacedWork, sound: Float32Array, person: Float32Array, gradient: Float64Array): Promise<number> {
    if (!speakers) throw new MynaError('internal', 'nobody hears whose voice it is')
    const comparison = speakers.start(sound, person)
    await work.steps(comparison.steps, SPEAKER_COST, (from, to) => { comparison.run(from, to) })
    comparison.result.gradient.forEach((slope, i) => { gradient[i] = (gradient[i] ?? NaN) + SPEAKER_SHARE * slope })
    return SPEAKER_SHARE * comparison.result.loss
  }

  async function inOwnRoom<R>(act: () => Promise<R>): Promise<R> {
    const start = memory.used
    try {
      return await act()
    } finally {
      memory.rewind(start)
    }
  }

  return {
    compare: (work, styled, { frames, samples }, person) =>
      inOwnRoom(async () => {
        const { sound, spectrum, x } = await say(work, styled, frames)
        const { loss, gradient: ofSound } = await distanceOf(work, samples, sound)
        const ofVoice = person ? await addSpeaker(work, sound, person, ofSound) : 0

        const { rows, width } = spectrum
        const gradients = new Float64Array(parts.projections.count)
        const ofSpectrum = takeRows(memory, rows, width)
        valuesOf(memory, ofSpectrum).fill(0)
        await work.steps(rows, WINDOW_COST, (from, to) => { windowGradients(valuesOf(memory, spectrum), width, rows, ofSound, valuesOf(memory, ofSpectrum), from, to) })
        const ofX = takeRows(memory, x.rows, x.width)
        await generator.backward(work, ofSpectrum, gradients, ofX)
        await decoder.backward(work, ofX, gradients)
        return { loss: loss + ofVoice, gradients }
      }),

    distance: (work, styled, { frames, samples }) => inOwnRoom(async () => (await distanceOf(work, samples, (await say(work, styled, frames)).sound)).loss),
  }
}
