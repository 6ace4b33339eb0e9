import { createLimiter } from '../../src/shared/audio/limiter'
import { createLoudnessMeter } from '../../src/shared/audio/loudness'
import { LOUDNESS_TARGETS, type LoudnessGoal } from '../../src/shared/audio/loudness-targets'
import { createStreamResampler } from '../../src/shared/audio/resample'
import { createPeakMeter } from '../../src/shared/audio/true-peak'
import type { ExportPart, ExportSource, LoudnessTarget } from '../../src/shared/protocol/sound-export'

/** Mono PCM at one rate, piece by piece; a piece is the receiver's. */
export type SoundStream = AsyncIterable<Float32Array>

/** How long a piece is that is asked of the source. */
const PIECE_SECONDS = 5

/** What is to be heard, one part after another. */
export interface SoundPlan {
  /** Places in the request's parts. */
  readonly parts: readonly { readonly index: number; readonly part: ExportPart }[]
  readonly gapSeconds: number
  /** Hz. */
  readonly sampleRate: number
}

/** A factor, and a limit where something would be above it. */
export interface Level {
  readonly gain: number
  readonly ceilingDb: number | null
}

/** How many samples a part has at the plan's rate, the gap behind it left out. */
export function partLength({ part }: SoundPlan['parts'][number], sampleRate: number): number {
  return Math.floor((part.sampleCount * sampleRate) / part.sampleRate)
}

/** Where each part begins, in samples; the last number is where all ends. */
export function partStarts({ parts, gapSeconds, sampleRate }: SoundPlan): readonly number[] {
  const gap = Math.round(gapSeconds * sampleRate)
  const starts = [0]
  parts.forEach((entry, place) => {
    const isLast = place === parts.length - 1
    starts.push((starts.at(-1) ?? 0) + partLength(entry, sampleRate) + (isLast ? 0 : gap))
  })
  return starts
}

/** The plan's sound as it is, from the source. */
export async function* plannedSound(plan: SoundPlan, source: ExportSource): SoundStream {
  const gap = Math.round(plan.gapSeconds * plan.sampleRate)
  for (const [place, { index, part }] of plan.parts.entries()) {
    const resampler = createStreamResampler(part.sampleRate, plan.sampleRate)
    for (let start = 0; start < part.sampleCount; ) {
      const end = Math.min(part.sampleCount, start + PIECE_SECONDS * part.sampleRate)
      yield resampler.push(await source.read(index, start, end))
      start = end
    }
    yield resampler.finish()
    if (place < plan.parts.length - 1 && gap > 0) yield new Float32Array(gap)
  }
}

/** The same, louder or quieter. */
export async function* levelled(sound: SoundStream, sampleRate: number, { gain, ceilingDb }: Level): SoundStream {
  if (ceilingDb === null) {
    for await (const samples of sound) yield gain === 1 ? samples : samples.map((sample) => sample * gain)
    return
  }
  const limiter = createLimiter(sampleRate, gain, ceilingDb)
  for await (const samples of sound) yield limiter.push(samples)
  yield limiter.finish()
}

/** How often sound is heard again with the limit, and how near the target is near enough, in dB. */
const MOST_CORRECTIONS = 3
const NEAR_DB = 0.2

/** How often `levelFor` hears the sound at most. */
export const MOST_HEARINGS = 1 + MOST_CORRECTIONS

/**
 * What brings the sound to its target. It is heard once; where a limit takes something away, which makes it quieter, it is
 * heard again with the limit and turned up by what was lost, until it is near. Silence stays as it is.
 *
 * @param hear gives the sound from its beginning, each time it is called
 */
export async function levelFor(target: LoudnessTarget, sampleRate: number, hear: () => SoundStream): Promise<Level> {
  if (target === 'as-made') return { gain: 1, ceilingDb: null }
  const { level, ceilingDb, ...goal }: LoudnessGoal = LOUDNESS_TARGETS[target]
  const plain = await measured(hear(), sampleRate, goal)
  if (!Number.isFinite(plain.level)) return { gain: 1, ceilingDb: null }
  let gain = 10 ** ((level - plain.level) / 20)
  if (plain.peakDb + level - plain.level <= ceilingDb) return { gain, ceilingDb: null }
  for (let round = 0; round < MOST_CORRECTIONS; round++) {
    const lost = level - (await measured(levelled(hear(), sampleRate, { gain, ceilingDb }), sampleRate, goal)).level
    if (lost < NEAR_DB) break
    gain *= 10 ** (lost / 20)
  }
  return { gain, ceilingDb }
}

async function measured(sound: SoundStream, sampleRate: number, { measure }: Pick<LoudnessGoal, 'measure'>): Promise<{ level: number; peakDb: number }> {
  const loudness = createLoudnessMeter(sampleRate)
  const peaks = createPeakMeter()
  let squares = 0
  let count = 0
  for await (const samples of sound) {
    loudness.push(samples)
    peaks.push(samples)
    for (const sample of samples) squares += sample * sample
    count += samples.length
  }
  return { level: measure === 'lufs' ? loudness.integrated() : 10 * Math.log10(squares / count), peakDb: peaks.decibels() }
}
