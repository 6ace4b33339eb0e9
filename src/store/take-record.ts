import type { StageTiming } from '../protocol/engine'
import type { LoadedEngine } from '../protocol/inference'
import type { SavedTake, TakeFigures } from '../protocol/records'
import type { TakeSentence } from '../protocol/take-check'
import type { ReadingInput } from './read-aloud'

export interface TakeParts {
  readonly id: string
  readonly input: ReadingInput
  readonly loaded: LoadedEngine
  readonly sampleCount: number
  readonly figures: TakeFigures
  readonly complete: boolean
  readonly sentences: readonly TakeSentence[]
}

/** The history's record of a reading: everything that is needed to make it again. */
export function takeRecord({ id, input, loaded, sampleCount, figures, complete, sentences }: TakeParts): SavedTake {
  return {
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
    figures,
    sampleRate: loaded.description.sampleRate,
    sampleCount,
    complete,
    sentences,
  }
}

export interface Measured {
  readonly loaded: LoadedEngine
  readonly sampleCount: number
  readonly wallMs: number
  readonly stages: readonly StageTiming[]
  readonly ttfaMs: number | null
  readonly underruns: number
}

export function takeFigures({ loaded, sampleCount, wallMs, stages, ttfaMs, underruns }: Measured): TakeFigures {
  const audioSeconds = sampleCount / loaded.description.sampleRate
  return {
    audioSeconds,
    wallMs,
    rtf: audioSeconds > 0 ? wallMs / 1000 / audioSeconds : 0,
    ttfaMs,
    stages,
    executionProvider: loaded.runtime.executionProvider,
    threads: loaded.runtime.threads,
    underruns,
  }
}

/** A name for a file with this text: its first words, safe on every file system. */
export function takeFileName(take: Pick<SavedTake, 'text' | 'voiceName'>, extension: string): string {
  const words = `${take.voiceName} ${take.text}`.normalize('NFKD').toLowerCase().match(/[a-z0-9]+/g) ?? ['take']
  return `myna-${words.slice(0, 7).join('-').slice(0, 60)}.${extension}`
}
