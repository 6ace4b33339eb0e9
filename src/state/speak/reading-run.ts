import type { SpeakEvent, StageTiming } from '../../shared/protocol/engine'
import type { ErrorInfo } from '../../shared/protocol/errors'
import type { LoadedEngine } from '../../shared/protocol/inference'
import type { OpenReading, TakePiece } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { createChosenCandidates, type ChosenCandidates } from './chosen-candidates'
import { createLiveText, type LiveTextBuilder } from './live-text'
import type { ReadingInput } from './reading'
import { createReadingJournal, type ReadingJournal } from './reading-journal'
import { addTimings } from './summary-total'
import { openReading, takeSentences } from './take-record'
import { writtenSentences } from './written-sentences'

/** One run of the reader. */
export interface ReadingRun {
  /** Of the take that it makes. */
  readonly id: string
  readonly input: ReadingInput
  readonly journal: ReadingJournal
  readonly chosen: ChosenCandidates
  /** The last sentence that was there before. */
  readonly before: TakePiece | null
  /** When the sentences were known, which is when speaking began; before that, when the run did. */
  sinceMs: number
  /** Set once the player belongs to this run. */
  loaded: LoadedEngine | null
  /** Set once the sentences are known. */
  reading: OpenReading | null
  /** What is said, sentence by sentence; set with `reading`. */
  text: LiveTextBuilder | null
  /** How often words were spoken again that the engine had left out. */
  spokenAgain: number
  stages: readonly StageTiming[]
}

export function startRun(
  services: Pick<AppServices, 'newId' | 'openReadings' | 'takes'>,
  input: ReadingInput,
  onProblem: (error: ErrorInfo) => void,
): ReadingRun {
  const { begun } = input
  const id = begun?.reading.facts.id ?? services.newId()
  return {
    id,
    input,
    journal: createReadingJournal(services, id, begun?.pieces ?? [], onProblem),
    chosen: createChosenCandidates(begun?.pieces),
    before: begun?.pieces.at(-1) ?? null,
    sinceMs: performance.now(),
    loaded: null,
    reading: null,
    text: null,
    spokenAgain: 0,
    stages: [],
  }
}

/** Writes down what the engine sends. */
export function noteEvent(run: ReadingRun, event: SpeakEvent): void {
  if (event.type === 'warning' && event.code === 'spoken-again') run.spokenAgain++
  if (event.type === 'audio') {
    const chosen = run.chosen.at(event.chunkIndex)
    run.journal.take(event, { ...spentOn(run), ...(chosen && { chosen }) })
    run.text?.take(event)
  }
  if (event.type !== 'plan' || !run.loaded) return
  run.sinceMs = performance.now()
  const { begun } = run.input
  run.reading = begun?.reading ?? openReading(run.id, run.input, run.loaded, event.chunks)
  if (!begun) run.journal.begin(run.reading)
  const { plan, planPassages, facts } = run.reading
  const { text, language, sampleRate, script } = facts
  const kept = takeSentences(run.reading, run.journal.lengths(), run.journal.words())
  run.text = createLiveText(plan, kept, { language, sampleRate, written: writtenSentences(text, plan), ...(script && { script }) }, planPassages)
}

/** What all of a reading took, including what came before it was continued. */
export function spentOn({ before, sinceMs, stages }: ReadingRun, wallMs = performance.now() - sinceMs): Pick<TakePiece, 'wallMs' | 'stages'> {
  return { wallMs: (before?.wallMs ?? 0) + wallMs, stages: addTimings(before?.stages ?? [], stages) }
}
