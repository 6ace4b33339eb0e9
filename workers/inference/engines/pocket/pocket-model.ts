import { createRandom, type Random } from '../../../../src/shared/audio/random'
import type { ExecutionProvider, PartProcessor, SpeakSettings, Stage } from '../../../../src/shared/protocol/engine'
import { MynaError, toMynaError } from '../../../../src/shared/protocol/errors'
import { createStageClock } from '../../stage-clock'
import type { EngineCall, EngineContext } from '../voice-engine'
import { speakChunk } from './chunk-speaker'
import { createFixedPlan, createPacedPlan } from './codec/block-plan'
import { openDecoding, type OpenedDecoding } from './codec/decoding'
import { encodeOnce, type EncodedPrompt } from './codec/encoding'
import type { PocketConfiguration } from './configuration'
import { drawNoise, type GenerationEnd } from './language-model/generation-loop'
import type { SpeechModel, VoiceState } from './language-model/speech-model'
import { openSpeech } from './language-model/speech-opening'
import { DECODER_LENGTHS } from './on-gpu/decoder'
import { openPocketSource } from './pocket-reader'
import type { PocketSource } from './pocket-source'
import { unowned, type Opened } from '../opened'
import { openTextConditioner } from './published/text-conditioner'
import type { SoundInTheMaking } from './sound-queue'
import { planStretch, type PlannedChunk } from './text/speech-plan'
import { createTextTable, type EmbedText } from './text/text-table'
import { createChunkWords } from './words/chunk-words'
import { namedHeads } from './words/named-heads'
import { createTextFollower, type HeadMemory } from './words/text-follower'
import { speakWatched, type SpeakFollowed } from './words/watched-chunk'
import { createTokenizer, type Tokenizer } from './text/tokenizer'
import { parseTokenizer } from './text/tokenizer-json'

/** A model that can hear a voice and speak with it. */
export interface PocketModel {
  readonly configuration: PocketConfiguration
  readonly tokenizer: Tokenizer
  /** In words: how its parts run at present. */
  readonly graphs: string
  /** What they can run on. */
  readonly executionProviders: readonly ExecutionProvider[]
  /** Where the parts run that the GPU was tried for; empty where there is none to try. */
  readonly processors: readonly PartProcessor[]
  /** Where a stage runs at present. */
  processorOf(stage: Stage): ExecutionProvider
  /**
   * Encodes a prompt at the model's rate to what the language model hears, [n, width] flat: the row that announces a voice,
   * where the model has one, then a row per started frame. The encoder is loaded for this and released. Errors:
   * `model-mismatch`, `out-of-memory`, `aborted`.
   */
  encodeVoice(samples: Float32Array, call: EngineCall): Promise<Float32Array>
  /** Runs the language model over the rows of a voice. Errors: `position-budget-exceeded`, `aborted`. */
  listen(rows: Float32Array, call: Pick<EngineCall, 'yieldPoint'>): Promise<VoiceState>
  /**
   * Speaks one chunk from a copy of the voice's state. Yields after every frame of latents: a block of sound that is now
   * being made, or null, so that whoever iterates can pass on what is finished meanwhile. Ends within one frame of a
   * cancel. Errors: `position-budget-exceeded`, `aborted`; those of the blocks come with them.
   */
  speakChunk(chunk: PlannedChunk, voice: VoiceState, settings: SpeakSettings, random: Random, call: EngineCall): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined>
  /** Releases whatever is open. */
  release(): Promise<void>
}

/** What language model and flow do. */
const SPEECH_STAGES: ReadonlySet<Stage> = new Set(['voice-prefill', 'text-prefill', 'lm', 'lm-flow', 'flow'])

/**
 * Reads, checks, loads and warms up a pack: one part after the other, but for a decoder in a thread of its own, which opens
 * its files meanwhile. Errors: `model-missing`, `model-invalid`, `model-mismatch`, `out-of-memory`, and
 * `execution-provider-unsupported` for quantised graphs that are to run on the GPU.
 */
export async function openPocketModel(context: EngineContext): Promise<PocketModel> {
  const source = await openPocketSource(context.files)
  const { configuration } = source
  const tokenizer = createTokenizer(parseTokenizer(await source.readTokenizer()))
  const voiceStart = await source.readVoiceStart()
  const { speech, decoder, release } = await openParts(context, source)
  try {
    await warmUp(speech.value, decoder, tokenizer, configuration)
  } catch (thrown) {
    await release()
    throw thrown
  }
  const planBlocks = () => {
    if (decoder.sameInAnyBlocks) return createPacedPlan(1 / configuration.frameRate)
    return createFixedPlan(decoder.runsOn() === 'webgpu' ? DECODER_LENGTHS : undefined)
  }
  const follower = createTextFollower(namedHeads(context.pack.id), await headMemory(context))
  /** Where the latest prompt was encoded. */
  let encoded: Omit<EncodedPrompt, 'rows'> | null = null
  return {
    configuration,
    tokenizer,
    get graphs() {
      return `language model ${speech.form}, decoder ${decoder.form}${decoder.isApart ? ', in a thread of its own' : ''}`
    },
    executionProviders: configuration.languageModel === null ? ['wasm'] : ['wasm', 'webgpu'],
    get processors() {
      return [speech, decoder, ...(encoded ? [encoded] : [])].flatMap(({ processor }) => processor ?? [])
    },
    processorOf(stage) {
      if (stage === 'prompt-encode') return encoded?.on ?? 'wasm'
      return stage === 'decode' ? decoder.runsOn() : SPEECH_STAGES.has(stage) ? speech.runsOn() : 'wasm'
    },
    async encodeVoice(samples, call) {
      const { rows, ...where } = await encodeOnce(context, source, samples, call)
      encoded = where
      return joined(voiceStart, rows)
    },
    async listen(rows, { yieldPoint }) {
      const run = speech.value.start(null, rows.length / configuration.width)
      // One call for all of it: the quantised graph scales its activations per call, so splitting would change the voice.
      await run.prefill(rows, yieldPoint)
      const heard = await run.voiceState()
      run.end()
      return heard
    },
    speakChunk: (chunk, voice, settings, random, call) => {
      const speak: SpeakFollowed = (part, words, isWatched) =>
        speakChunk({ speech: speech.value, decoder: decoder.value(), blocks: planBlocks(), configuration, words, isWatched }, part, voice, settings, random, call)
      const follow = (part: PlannedChunk) => createChunkWords(part, tokenizer, follower, 1 / configuration.frameRate)
      const planRest = (part: PlannedChunk, text: string) => ({ ...part, ...planStretch(text, tokenizer, configuration) })
      return speakWatched({ speak, follow, planRest }, chunk)
    },
    release,
  }
}

/** What earlier visits found out about the model's attention. */
async function headMemory({ packKey, followedHeads }: EngineContext): Promise<HeadMemory> {
  return { known: (await followedHeads?.read(packKey)) ?? null, keep: (heads) => void followedHeads?.write(packKey, heads) }
}

/** All that speaking needs, released together. */
async function openParts(context: EngineContext, source: PocketSource) {
  const openings: Promise<{ release(): Promise<void> }>[] = []
  const release = async () => {
    for (const opening of await Promise.allSettled(openings.splice(0))) {
      if (opening.status === 'fulfilled') await opening.value.release()
    }
  }
  const owned = <T extends { release(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    openings.push(opening)
    // Whoever waits for it first is told of its failure; until then it must not count as unhandled.
    opening.catch(() => undefined)
    return opening
  }
  const report = (fraction: number) => { context.onProgress({ fraction, label: 'Loading the model' }) }

  try {
    report(0)
    const decoding = owned(openDecoding(context, source))
    if (!context.spareThread || context.gpu) await decoding
    report(0.3)
    const text = await owned(openText(context, source))
    report(0.4)
    const speech = await owned(openSpeech(context, source, text.value))
    return { speech, decoder: await decoding, release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

/** Only rows are looked up in a table; where the files keep it in an unknown way, its graph does that. */
async function openText(context: EngineContext, { bundle, readTextTable }: PocketSource): Promise<Opened<EmbedText>> {
  const table = await readTextTable()
  if (table === null && bundle !== null) return openTextConditioner(context, bundle)
  if (table === null) throw new MynaError('model-invalid', 'there is no text table')
  return unowned(createTextTable(table))
}

function joined(start: Float32Array, rows: Float32Array): Float32Array {
  const all = new Float32Array(start.length + rows.length)
  all.set(start)
  all.set(rows, start.length)
  return all
}

/** The first call of a part takes up to a second longer than the next ones: better now than in mid-speech. */
async function warmUp(speech: SpeechModel, { value: startDecoder }: Pick<OpenedDecoding, 'value'>, tokenizer: Tokenizer, { latentDim }: PocketConfiguration): Promise<void> {
  const embeddings = await embedLastPiece(speech, tokenizer)
  const run = speech.start(null, 2)
  await run.prefill(embeddings)
  const sampling = { noise: drawNoise(createRandom(0), latentDim, 0), steps: 1 }
  const frame = await run.next(new Float32Array(latentDim).fill(NaN), sampling, createStageClock())
  const decoder = startDecoder()
  await decoder.decode(await frame.latent())
  decoder.finish()
}

async function embedLastPiece(model: SpeechModel, tokenizer: Tokenizer): Promise<Float32Array> {
  try {
    return await model.embed([tokenizer.size - 1])
  } catch (thrown) {
    if (toMynaError(thrown).code !== 'inference-failed') throw thrown
    throw new MynaError('model-mismatch', `the text table has no row for the last of the tokenizer's ${tokenizer.size} pieces`, { cause: thrown })
  }
}
