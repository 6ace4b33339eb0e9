import type { ChunkPlan, StageTiming } from '../../shared/protocol/engine'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { OpenReading, SavedTake, SavedVoice, TakeFigures, TakeVoice } from '../../shared/protocol/records'
import type { TakeSentence } from '../../shared/protocol/take-check'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { ReadingInput } from './reading'
import { plainTextOf } from './spoken-script'

/** The record of a reading from its plan on: everything that is needed to make it, or the rest of it, again. */
export function openReading(id: string, input: ReadingInput, loaded: LoadedEngine, chunks: readonly ChunkPlan[]): OpenReading {
  const { passages, voices } = input.script
  const [voice] = voices
  const plainText = plainTextOf(input.script)
  const facts = {
    id,
    createdAt: new Date().toISOString(),
    text: input.text,
    ...(plainText === null ? { script: { passages, voices: voices.map(takeVoice) } } : plainText === input.text ? {} : { spokenText: plainText }),
    language: input.language,
    voiceId: voice.id,
    voiceName: voice.name,
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
  return {
    facts,
    promptSha256: voice.promptSha256,
    runtime: input.runtime,
    ran: { executionProvider, threads },
    plan: chunks.map(({ text }) => text),
    ...(plainText === null && { planPassages: chunks.map(({ passage = 0 }) => passage) }),
  }
}

function takeVoice({ id, name, promptSha256 }: SavedVoice): TakeVoice {
  return { voiceId: id, voiceName: name, promptSha256 }
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
export function takeRecord(reading: OpenReading, outcome: ReadingOutcome): SavedTake {
  const { facts, promptSha256, ran } = reading
  const { lengths, words, spokenAgain, wallMs, stages, ttfaMs, underruns, complete } = outcome
  const sampleCount = lengths.reduce((sum, length) => sum + length, 0)
  const audioSeconds = sampleCount / facts.sampleRate
  const rtf = audioSeconds > 0 ? wallMs / 1000 / audioSeconds : 0
  const figures: TakeFigures = { audioSeconds, wallMs, rtf, ttfaMs, stages, ...ran, underruns, ...(spokenAgain > 0 && { spokenAgain }) }
  return { ...facts, promptSha256, figures, sampleCount, complete, sentences: takeSentences(reading, lengths, words) }
}

/**
 * Where each sentence of a take begins and ends, of which there is sound.
 *
 * @param reading its plan: all sentences in order
 * @param lengths samples of each, from the first on; a reading that was stopped has fewer than its plan
 * @param words when the words of each sound, where that is known
 */
export function takeSentences(
  { plan, planPassages }: Pick<OpenReading, 'plan' | 'planPassages'>, lengths: readonly number[], words: readonly (readonly TimedWord[] | undefined)[] = [],
): readonly TakeSentence[] {
  let endSample = 0
  return lengths.flatMap((length, index): TakeSentence[] => {
    const startSample = endSample
    endSample += length
    const [itsWords, passage] = [words[index], planPassages?.[index]]
    return length > 0 ? [{ text: plan[index] ?? '', startSample, endSample, ...(itsWords && { words: itsWords }), ...(passage !== undefined && { passage }) }] : []
  })
}
