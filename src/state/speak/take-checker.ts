import { withPauseOf } from '../../shared/audio/ending-pause'
import { joinSamples } from '../../shared/audio/join'
import { likenessFloor, SHORTEST_TELLING_SECONDS } from '../../shared/audio/likeness-floor'
import { speakerSimilarity } from '../../shared/audio/speaker-similarity'
import { isAbort } from '../../shared/protocol/errors'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { SavedTake } from '../../shared/protocol/records'
import type { SentenceCheck, TakeSentence } from '../../shared/protocol/take-check'
import type { TimedWord } from '../../shared/protocol/timed-word'
import type { SayWord } from '../../shared/text/comparison/word-comparison'
import { activities } from '../../shared/text/wording/english/progress'
import type { AppServices } from '../app-services'
import { checkSentence, isBetter } from './sentence-check'
import { canVary, type SpeakSentence } from './sentence-speaker'
import { passageOf } from './spoken-script'

/** What a check works with. */
export interface TakeCheckInput {
  readonly take: SavedTake
  readonly samples: Float32Array
  readonly transcriber: ModelPack
  readonly sayWord: SayWord
  /** How often a sentence that failed is spoken again. */
  readonly retryLimit: number
  /** The prompts of the take's voices in numbers (see `AnalysisService`); none for one that could not be had: it does not stray then. */
  readonly prompts: readonly (Float32Array | null)[]
}

export interface TakeCheckParts extends Pick<AppServices, 'transcription' | 'analysis' | 'newSeed'> {
  readonly speakSentence: SpeakSentence
}

/** The take with what was heard in it, and its samples: the given ones, unless another candidate of a sentence was kept. */
export interface CheckedTake {
  readonly take: SavedTake
  readonly samples: Float32Array
}

/** One candidate of a sentence, judged. */
interface Candidate {
  readonly samples: Float32Array
  readonly words?: readonly TimedWord[] | undefined
  readonly seed: number | null
  readonly check: Omit<SentenceCheck, 'attempts'>
}

/**
 * Listens to a take sentence by sentence. One that fails is spoken again with other seeds where the engine can vary, up
 * to the limit, and the best candidate is kept, even if none passes. The given take and samples are left alone.
 * Rejects with a `MynaError` when the transcriber or the engine fails.
 */
export async function checkTake(
  { transcription, analysis, newSeed, speakSentence }: TakeCheckParts,
  input: TakeCheckInput,
  onStep: (label: string, doneCount: number, sentenceCount: number) => void,
  signal: AbortSignal,
): Promise<CheckedTake> {
  const { take, transcriber, sayWord, prompts } = input
  const { sampleRate, language } = take
  const sentences: readonly TakeSentence[] = take.sentences ?? [{ text: take.text, startSample: 0, endSample: take.sampleCount }]
  const retryLimit = canVary(take) ? input.retryLimit : 0
  const compare = createLikeness(analysis, sampleRate, signal)
  const speakers = sentences.map((sentence) => passageOf(take, sentence).voice)
  const likeness: (number | null)[] = []
  for (const [index, { startSample, endSample }] of sentences.entries()) {
    likeness.push(await compare(input.samples.slice(startSample, endSample), prompts[speakers[index] ?? 0] ?? null))
  }
  const floors = prompts.map((_, voice) => likenessFloor(likeness.flatMap((similarity, index) => (similarity !== null && speakers[index] === voice ? [similarity] : []))))
  let isOther = false
  const kept: { readonly sentence: TakeSentence; readonly samples: Float32Array; readonly check: SentenceCheck }[] = []
  let startSample = 0

  async function judge(sentence: TakeSentence, samples: Float32Array, seed: number | null, similarity: number | null): Promise<Candidate> {
    const { voice, prosody } = passageOf(take, sentence)
    const floor = floors[voice] ?? null
    // A copy: the worker may keep what it gets.
    const request = { pack: transcriber, samples: samples.slice(), sampleRate, language }
    const heard = await transcription.transcribe(request, () => undefined, signal)
    const startSeconds = startSample / sampleRate
    const spoken = { text: sentence.text, samples, sampleRate, pace: take.settings.speed * prosody.pace, startSeconds, heard, sayWord }
    const check = checkSentence(spoken)
    if (similarity === null) return { samples, seed, check }
    const strays = floor !== null && similarity < floor
    return { samples, seed, check: { ...check, similarity, findings: [...check.findings, ...(strays ? ['voice-strays' as const] : [])] } }
  }

  for (const [index, said] of sentences.entries()) {
    const { text, seed, choice, words, passage } = said
    const step = (what: (number: number, count: number) => string) => { onStep(what(index + 1, sentences.length), index, sentences.length) }
    step(activities.hearingSentence)
    const original = input.samples.slice(said.startSample, said.endSample)
    const first: Candidate = { ...await judge(said, original, seed ?? null, likeness[index] ?? null), words }
    let best = first
    let attempts = 1
    while (best.check.findings.length > 0 && attempts <= retryLimit) {
      step(activities.speakingAgain)
      const otherSeed = newSeed()
      const spoken = await speakSentence(take, said, otherSeed, signal)
      const again = withPauseOf(original, spoken.samples, sampleRate)
      signal.throwIfAborted()
      const attempt = await judge(said, again, otherSeed, await compare(again, prompts[speakers[index] ?? 0] ?? null))
      attempts += 1
      if (isBetter(attempt.check, best.check)) best = { ...attempt, words: spoken.words }
    }
    if (best !== first) isOther = true
    const endSample = startSample + best.samples.length
    const sentence = { text, startSample, endSample, ...(passage !== undefined && { passage }), ...(best.words && { words: best.words }), ...(best.seed !== null && { seed: best.seed }), ...(choice && best === first && { choice }) }
    kept.push({ sentence, samples: best.samples, check: { ...best.check, attempts } })
    startSample = endSample
  }

  const samples = isOther ? joinSamples(kept.map((part) => part.samples)) : input.samples
  return {
    samples,
    take: {
      ...take,
      sampleCount: samples.length,
      figures: { ...take.figures, audioSeconds: samples.length / sampleRate },
      sentences: kept.map(({ sentence }) => sentence),
      check: { packId: transcriber.id, sentences: kept.map(({ check }) => check) },
    },
  }
}

/** How alike a sentence is to a prompt; null where it is too short to tell, or cannot be compared. Samples are copied. */
type Likeness = (samples: Float32Array, prompt: Float32Array | null) => Promise<number | null>

/** Rejects only with `aborted`. */
function createLikeness(
  analysis: AppServices['analysis'],
  sampleRate: number,
  signal: AbortSignal,
): Likeness {
  return async (samples, prompt) => {
    if (!prompt || samples.length < SHORTEST_TELLING_SECONDS * sampleRate) return null
    try {
      return speakerSimilarity(await analysis.embedSpeech({ samples: samples.slice(), sampleRate }, signal), prompt)
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown
      // The likeness of the whole take is measured by the same encoder, and tells its failure.
      return null
    }
  }
}
