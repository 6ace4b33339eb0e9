import { joinSamples } from '../../shared/audio/join'
import { createRandom } from '../../shared/audio/random'
import type { ChunkPlan, SpeakEvent, SpeakSummary } from '../../shared/protocol/engine'
import type { SpeakRequest } from '../../shared/protocol/inference'
import { PLAIN_PROSODY } from '../../shared/protocol/script'
import type { ChosenCandidate } from '../../shared/protocol/take-check'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { AppServices } from '../app-services'
import { chooseCandidate } from './candidate-choice'
import type { JudgedCandidate, JudgeCandidate } from './candidate-judge'
import { createSummaryTotal } from './summary-total'

/** Which candidate of a sentence is being made. */
export interface CandidateStep {
  /** Place of the sentence in the plan. */
  readonly chunkIndex: number
  /** 1 or more. */
  readonly candidate: number
  readonly candidateCount: number
}

export interface BestOfListener {
  /** As an engine sends them; the sound of a sentence comes whole, once it was chosen. */
  onEvent(event: SpeakEvent): void
  onStep(step: CandidateStep): void
  /** Called before the sound of the sentence is sent. */
  onChosen(chosen: ChosenCandidate): void
}

export interface BestOfCounts {
  /** Candidates of every sentence. */
  readonly bestOf: number
  /** Further candidates of a sentence none of whose candidates is without fault. */
  readonly retryLimit: number
  /** Samples that stand before the first of these sentences. */
  readonly keptSamples?: number
}

/**
 * Speaks every sentence of a text several times and keeps the best candidate. The first is what an ordinary reading has in
 * that place, the others follow from the request's seed, so that the same request gives the same candidates again.
 * While one is judged, the next is made. Rejects with what the engine rejects with; what was sent before stays good.
 */
export async function speakBestOf(
  { inference, judge }: { readonly inference: AppServices['inference']; readonly judge: JudgeCandidate },
  request: SpeakRequest,
  { bestOf, retryLimit, keptSamples = 0 }: BestOfCounts,
  listener: BestOfListener,
  signal: AbortSignal,
): Promise<SpeakSummary> {
  const { settings, language, passages } = request
  const total = createSummaryTotal()
  let plan: readonly ChunkPlan[] = []
  let sentSamples = 0

  async function speak(from: number, to: number, candidate: number): Promise<MadeCandidate> {
    const seed = seedOf(settings.seed, candidate)
    const parts: Float32Array[] = []
    let words: readonly TimedWord[] | undefined
    const take = (event: SpeakEvent) => {
      if (event.type === 'plan') plan = event.chunks
      else if (event.type === 'audio') {
        parts.push(event.samples)
        words = event.words ?? words
      } else if (event.type !== 'timings') listener.onEvent(event)
    }
    const asked = { ...request, settings: { ...settings, seed }, chunks: { from, to }, varied: candidate > 1 }
    total.add(await inference.speak(asked, take, signal))
    listener.onEvent({ type: 'timings', stages: total.stages() })
    return { seed, samples: joinSamples(parts), ...(words && { words }) }
  }

  async function speakSentence(chunkIndex: number, { text, passage = 0 }: ChunkPlan): Promise<void> {
    const { voice, prosody } = passages[passage] ?? { voice: 0, prosody: PLAIN_PROSODY }
    const made: MadeCandidate[] = []
    const judging: Promise<JudgedCandidate>[] = []
    const startSeconds = (keptSamples + sentSamples) / total.sampleRate()
    const speakOnce = async (candidateCount: number) => {
      listener.onStep({ chunkIndex, candidate: made.length + 1, candidateCount })
      const candidate = await speak(chunkIndex, chunkIndex + 1, made.length + 1)
      made.push(candidate)
      const sound = { text, language, voice, samples: candidate.samples, sampleRate: total.sampleRate(), pace: settings.speed * prosody.pace, startSeconds }
      const judged = judge(sound, signal)
      // Awaited below, unless the next candidate fails first.
      judged.catch(() => undefined)
      judging.push(judged)
    }

    while (made.length < bestOf) await speakOnce(bestOf)
    let judged = await Promise.all(judging)
    while (judged.every(({ findings }) => findings.length > 0) && made.length < bestOf + retryLimit) {
      await speakOnce(made.length + 1)
      judged = await Promise.all(judging)
    }
    signal.throwIfAborted()

    const choice = chooseCandidate(
      judged.map(({ findings, wrongCount, similarity }, index) => ({ seed: made[index]?.seed ?? 0, findings, wrongCount, similarity })),
    )
    const check = judged[choice.kept]?.check
    const kept = made[choice.kept]
    if (!kept) return
    sentSamples += kept.samples.length
    listener.onChosen({ chunkIndex, seed: kept.seed, choice, check: check ? { ...check, attempts: made.length } : null })
    listener.onEvent({ type: 'audio', chunkIndex, samples: kept.samples, endsChunk: true, ...(kept.words && { words: kept.words }) })
  }

  await speak(0, 0, 1)
  listener.onEvent({ type: 'plan', chunks: plan })
  const { from = 0, to = plan.length } = request.chunks ?? {}
  for (const [chunkIndex, chunk] of [...plan.entries()].slice(from, to)) await speakSentence(chunkIndex, chunk)
  return total.summary(sentSamples)
}

interface MadeCandidate {
  readonly seed: number
  readonly samples: Float32Array
  readonly words?: readonly TimedWord[]
}

/** The first candidate has the seed of the take; each sentence has a stream of its own under every seed. */
function seedOf(seed: number, candidate: number): number {
  return candidate === 1 ? seed : createRandom(seed, candidate).uint32()
}
