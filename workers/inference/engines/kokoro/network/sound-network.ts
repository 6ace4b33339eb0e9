import type { KernelMemory } from '../../../../kernels/kernel-memory'
import { createGenerator, MARGIN, SPECTRUM_WIDTH, type Generator, type KernelGenerator } from './generator'
import { createHarmonicSource, SAMPLES_PER_PITCH } from './harmonic-source'
import type { NetworkParts } from './network-parts'
import type { PacedWork, Rows } from './paced-work'
import { createSoundDecoder, SAMPLES_PER_FRAME, type SpokenFrames } from './sound-decoder'
import { createPartJoiner, planParts, type MadePart, type PartLengths, type SoundPart } from './sound-parts'
import { addWindows, analyse, HOP, windowsOf } from './spectrum'
import type { NormStyle } from './style-norm'
import { createDeltaFinder } from './voice-deltas'

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT
/** What a window, and the samples of a value of the pitch curve, cost beside a multiplication of the kernels. */
const WINDOW_COST = 50_000
const PITCH_COST = 500_000
/** Windows of a spectrum for a row of the generator. */
const WINDOWS_PER_ROW = SAMPLES_PER_PITCH / HOP

/** The half of the network that makes sound. */
export interface SoundNetwork {
  /** Its generator. */
  readonly generator: KernelGenerator
  /**
   * Mono PCM at 24 kHz, {@link SAMPLES_PER_FRAME} for each frame in all, part after part as each is made; the caller owns it.
   * `style` is the style row, of which the first half counts here; `deltas` are those of a learned voice (order: `STYLE_NORMS`).
   * Another generator may take the place of its own. Errors: `aborted`, `out-of-memory`, `internal`, `model-mismatch` for deltas
   * of another network, those of the generator.
   */
  run(
    work: PacedWork, style: Float32Array, frames: SpokenFrames, lengths: PartLengths, deltas?: Float32Array, generator?: Generator,
  ): AsyncGenerator<MadePart, void, undefined>
}

/** Makes it from the published graph's weights; its room for a sentence is given back at the end of each. Errors: `model-mismatch`, `out-of-memory`. */
export function createSoundNetwork(parts: NetworkParts): SoundNetwork {
  const { memory } = parts.team.kernels
  const decoder = createSoundDecoder(parts)
  const source = createHarmonicSource(parts.weights)
  const ownGenerator = createGenerator(parts, decoder.outWidth)
  const findDeltas = createDeltaFinder(parts.weights)

  const withMargins = (rows: number, width: number) => rowsWithMargins(memory, rows, width)

  /** The spectrum of what the vocal cords would give at this pitch. */
  async function listen(work: PacedWork, pitch: Float32Array, spectrum: Rows): Promise<void> {
    const sound = new Float32Array((pitch.length / 2) * SAMPLES_PER_FRAME)
    const phases = source.phases(pitch)
    await work.steps(pitch.length, PITCH_COST, (from, to) => { source.fill(pitch, phases, sound, from, to) })
    await work.steps(spectrum.rows, WINDOW_COST, (from, to) => { analyse(sound, memory.float32(spectrum.address, spectrum.rows * spectrum.width), spectrum.width, from, to) })
    work.reached('source', spectrum)
  }

  /** The generator's sound of a part. */
  async function makePart(generator: Generator, work: PacedWork, style: NormStyle, { readFrom, readTo }: SoundPart, x: Rows, spectrum: Rows): Promise<Float32Array> {
    const start = memory.used
    const rows = readTo - readFrom
    const sound = new Float32Array(rows * SAMPLES_PER_PITCH)
    const own = copyOf(x, readFrom, rows)
    const windows = copyOf(spectrum, readFrom * WINDOWS_PER_ROW, rows * WINDOWS_PER_ROW + 1)
    await generator.run(work, style, own, windows)
    await work.steps(windows.rows, WINDOW_COST, (from, to) => {
      addWindows(memory.float32(windows.address, windows.rows * windows.width), windows.width, windows.rows, sound, from, to)
    })
    memory.rewind(start)
    return sound
  }

  function copyOf({ address, width }: Rows, from: number, rows: number): Rows {
    const copy = withMargins(rows, width)
    memory.float32(copy.address, rows * width).set(memory.float32(address + from * width * FLOAT_BYTES, rows * width))
    return copy
  }

  return {
    generator: ownGenerator,
    async *run(work, row, frames, lengths, deltas, generator = ownGenerator) {
      const style: NormStyle = { values: row, ...(deltas && { deltas: findDeltas(deltas) }) }
      const start = memory.used
      try {
        const count = frames.text.rows
        const spectrum = withMargins(windowsOf(count * SAMPLES_PER_FRAME), SPECTRUM_WIDTH)
        await listen(work, frames.pitch, spectrum)
        const x = withMargins(2 * count, decoder.outWidth)
        await decoder.run(work, style, frames, x)
        const parts = planParts(frames.energy, lengths)
        const join = createPartJoiner()
        for (const [i, part] of parts.entries()) {
          const isLast = i === parts.length - 1
          yield { samples: join(await makePart(generator, work, style, part, x, spectrum), part, isLast), isLast }
        }
      } finally {
        memory.rewind(start)
      }
    },
  }
}

/** Room for rows, and zeros before and behind them. */
export function rowsWithMargins(memory: KernelMemory, rows: number, width: number): Rows {
  const address = memory.allocate((rows + 2 * MARGIN) * width * FLOAT_BYTES)
  memory.float32(address, (rows + 2 * MARGIN) * width).fill(0)
  return { address: address + MARGIN * width * FLOAT_BYTES, rows, width }
}
