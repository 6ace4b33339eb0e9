import { joinSamples } from '../../../../../src/shared/audio/join'
import type { ExecutionProvider, PartProcessor } from '../../../../../src/shared/protocol/engine'
import type { KernelMemory } from '../../../../kernels/kernel-memory'
import type { KernelTeam, LoadKernelTeam } from '../../../../kernels/kernel-team'
import { movePitch } from '../pitch-range'
import type { Manner } from '../style-variation'
import type { OwnReading } from '../learning/fit-item'
import type { Generator, KernelGenerator } from './generator'
import { singAsGiven } from './given-melody'
import { createLaneScratch } from './network-parts'
import { readNetworkWeights } from './network-weights'
import { createPacedWork, type PacedWork } from './paced-work'
import { createSoundNetwork } from './sound-network'
import { partLengthsOf, type MadePart, type PartLengths } from './sound-parts'
import { createTextSide } from './text-side'
import { takeStretch, type TrialStretch } from './trial-stretch'

/** A part of a sentence's sound, and how the whole sentence is timed. */
export interface SpokenPart extends MadePart {
  /** Frames (25 ms) that each id lasts, boundaries included: the same in every part. */
  readonly durations: Int32Array
}

/** Kokoro-82M as a whole. */
export interface StarterNetwork {
  /** Where its generator sits. Absent where only the kernels were asked. */
  readonly seated?: Pick<SeatedGenerator, 'processor' | 'runsOn'>
  /**
   * Sound, the caller's own, part after part as each is made, of 1 to 512 `ids`, boundaries included. `yieldPoint`
   * lets a stop arrive, and throws then; `reached` hears of every stage. The same ids, manner and lengths give the same samples, on however many threads.
   * Errors: `aborted`, `out-of-memory`, `internal`.
   */
  speak(
    ids: readonly number[], manner: Manner, lengths: PartLengths, yieldPoint: () => Promise<void>, reached?: PacedWork['reached'],
  ): AsyncGenerator<SpokenPart, void, undefined>
  /**
   * How it would be spoken: the pitch in Hz, 80 values a second, as the style has it. Two values are a frame. `ids` and errors
   * as of `speak`.
   */
  readPitch(ids: readonly number[], manner: Manner, yieldPoint: () => Promise<void>): Promise<Float32Array>
  /** What voices are learned on. Absent from a network that only speaks. */
  readonly learning?: LearningGround
  /** Ends the threads, closes what was opened on the GPU and drops the memory. */
  release(): Promise<void>
}

/** The network's threads and memory, which it goes on owning, and its own readings of what is to be learned from. */
export interface LearningGround {
  readonly team: KernelTeam
  /** A sentence as the kernels say it, with what they made it of: copies. `ids`, `manner` and errors as of `speak`. */
  readSentence(ids: readonly number[], manner: Manner, yieldPoint: () => Promise<void>): Promise<SentenceReading>
}

/** A sentence as the network says it. */
export interface SentenceReading extends OwnReading {
  /** Frames that each id lasts, boundaries included. */
  readonly durations: Int32Array
}

/** The generator's place in the network, for whoever looks for another processor for it. */
export interface GeneratorSeat {
  readonly kernels: KernelGenerator
  /** Where its rows are. */
  readonly memory: KernelMemory
  /** A stretch of a sentence to try it with; made at the first call. Errors: those of `speak`. */
  readonly stretch: () => Promise<TrialStretch>
}

/** Who sits there. */
export interface SeatedGenerator {
  readonly generator: Generator
  readonly processor: PartProcessor
  /** At present: a GPU may be lost. */
  readonly runsOn: () => ExecutionProvider
  readonly release: () => Promise<void>
}

/** Asks who is to be the generator. */
export interface Seating {
  /** What is said in a trial: ids with boundaries, which are more than a second of sound. Asked for only where there is one. */
  readonly trial: () => Promise<{ readonly ids: readonly number[]; readonly manner: Manner }>
  readonly yieldPoint: () => Promise<void>
  readonly place: (seat: GeneratorSeat) => Promise<SeatedGenerator>
}

/**
 * Places the weights of the published graph, of which nothing else stays. Errors: those of a team, `model-mismatch`, those of
 * `seating`.
 */
export type OpenStarterNetwork = (file: Uint8Array, loadKernelTeam: LoadKernelTeam, seating?: Seating) => Promise<StarterNetwork>

export const openStarterNetwork: OpenStarterNetwork = async (file, loadKernelTeam, seating) => {
  const { team, speak, readPitch, readSentence, kernels } = await placeNetwork(file, loadKernelTeam)
  const { memory } = team.kernels
  try {
    const seated = await seating?.place({ kernels, memory, stretch: once(async () => {
      const { ids, manner } = await seating.trial()
      const work = createPacedWork(team, seating.yieldPoint)
      return takeStretch(memory, work, (generator) => speak(work, ids, manner, partLengthsOf(1), generator))
    }) })
    return {
      ...(seated && { seated }),
      speak: (ids, manner, lengths, yieldPoint, reached) => speak(createPacedWork(team, yieldPoint, reached), ids, manner, lengths, seated?.generator),
      readPitch: (ids, manner, yieldPoint) => readPitch(createPacedWork(team, yieldPoint), ids, manner),
      learning: { team, readSentence: (ids, manner, yieldPoint) => readSentence(createPacedWork(team, yieldPoint), ids, manner) },
      async release() {
        await seated?.release()
        team.release()
      },
    }
  } catch (thrown) {
    team.release()
    throw thrown
  }
}

async function placeNetwork(file: Uint8Array, loadKernelTeam: LoadKernelTeam) {
  const weights = readNetworkWeights(file)
  const team = await loadKernelTeam()
  try {
    return { team, ...layersOn(team, weights) }
  } catch (thrown) {
    team.release()
    throw thrown
  } finally {
    // What computes the layers holds on to what they were made from.
    weights.close()
  }
}

function layersOn(team: KernelTeam, weights: ReturnType<typeof readNetworkWeights>) {
  const parts = { team, weights, scratch: createLaneScratch(team) }
  const text = createTextSide(parts)
  const sound = createSoundNetwork(parts)
  parts.scratch.place()
  const { memory } = team.kernels

  async function* speak(work: PacedWork, ids: readonly number[], { style, speed, pitch, deltas, melody }: Manner, lengths: PartLengths, generator?: Generator): AsyncGenerator<SpokenPart, void, undefined> {
    const start = memory.used
    try {
      const spoken = await text.readProsody(work, ids, style, speed, melody?.durations)
      work.reached('text', spoken.text)
      if (pitch) movePitch(spoken.pitch, pitch)
      if (melody) singAsGiven(spoken, melody)
      for await (const part of sound.run(work, style, spoken, lengths, deltas, generator)) yield { ...part, durations: spoken.durations }
    } finally {
      memory.rewind(start)
    }
  }

  async function readPitch(work: PacedWork, ids: readonly number[], { style, speed }: Manner): Promise<Float32Array> {
    const start = memory.used
    try {
      return (await text.readProsody(work, ids, style, speed)).pitch
    } finally {
      memory.rewind(start)
    }
  }

  async function readSentence(work: PacedWork, ids: readonly number[], { style, speed }: Manner): Promise<SentenceReading> {
    const start = memory.used
    try {
      const spoken = await text.readProsody(work, ids, style, speed)
      const { address, rows, width } = spoken.text
      const frames = { text: new Float32Array(memory.float32(address, rows * width)), pitch: spoken.pitch, energy: spoken.energy }
      const parts: Float32Array[] = []
      for await (const { samples } of sound.run(work, style, spoken, partLengthsOf(1))) parts.push(samples)
      return { frames, durations: spoken.durations, samples: joinSamples(parts) }
    } finally {
      memory.rewind(start)
    }
  }

  return { speak, readPitch, readSentence, kernels: sound.generator }
}

function once<R>(act: () => Promise<R>): () => Promise<R> {
  let result: Promise<R> | null = null
  return () => (result ??= act())
}
