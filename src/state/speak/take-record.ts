import type { StageTiming } from '../../shared/protocol/engine'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { OpenReading, SavedTake, TakeFigures } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { ReadingInput } from './reading'

/** The record of a reading from its plan on: everything that is needed to make it, or the rest of it, again. */
export function openReading(id: string, input: ReadingInput, loaded: LoadedEngine, plan: readonly string[]): OpenReading {
  const facts = {
    id,
    createdAt: new Date().toISOString(),
    text: input.text,
    ...(input.spokenText === input.text ? {} : { spokenText: input.spokenText }),
    language: input.language,
    voiceId: input.voice.id,
    voiceName: input.voice.name,
    engineId: loaded.description.engineId,
    engineName: loaded.description.name,
    packKey: loaded.packKey,
    packId: input.pack.id,
    settings: input.settings,
    ...(input.bestOf > 1 && { bestOf: input.bestOf }),
    ...(input.guide && { guide: input.guide.facts }),
    ...(input.dub && { dub: input.dub }),
    sampleRate: loaded.description.sampleRate,
  }
  const { executionProvider, threads } = loaded.runtime
  return { facts, promptSha256: input.voice.promptSha256, runtime: input.runtime, ran: { executionProvider, threads }, plan }
}

/** What came of a reading. */
export interface ReadingOutcome {
  /** Samples of each sentence, from the first on. */
  readonly lengths: readonly number[]
  /** When the words of each sound, where that is known. */
  readonly words: readonly (readonly TimedWord[] | undefined)[]
  readonly spokenAgain: number
  readonly wallMs: number
  readonly stages: readonly StageTiming[]
  readonly ttfaMs: number | null
  readonly underruns: number
  readonly complete: boolean
}

/** The history's record of a reading. */
export function takeRecord({ facts, promptSha256, ran, plan }: OpenReading, outcome: ReadingOutcome): SavedTake {
  const { lengths, words, spokenAgain, wallMs, stages, ttfaMs, underruns, complete } = outcome
  const sampleCount = lengths.reduce((sum, length) => sum + length, 0)
  const audioSeconds = sampleCount / facts.sampleRate
  const rtf = audioSeconds > 0 ? wallMs / 1000 / audioSeconds : 0
  const figures: TakeFigures = { audioSeconds, wallMs, rtf, ttfaMs, stages, ...ran, underruns, ...(spokenAgain > 0 && { spokenAgain }) }
  return { ...facts, promptSha256, figures, sampleCount, complete, sentences: takeSentences(plan, lengths, words) }
}

/**
 * Where each sentence of a take begins and ends, of which there is sound.
 *
 * @param plan all sentences in order
 * @param lengths samples of each, from the first on; a reading that was stopped has fewer than its plan
 * @param words when the words of each sound, where that is known
 */
export function takeSentences(plan: readonly string[], lengths: readonly number[], words: readonly (readonly TimedWord[] | undefined)[] = []): readonly TakeSentence[] {
  let endSample = 0
  return lengths.flatMap((length, index): TakeSentence[] => {
    const startSample = endSample
    endSample += length
    const itsWords = words[index]
    return length > 0 ? [{ text: plan[index] ?? '', startSample, endSample, ...(itsWords && { words: itsWords }) }] : []
  })
}
