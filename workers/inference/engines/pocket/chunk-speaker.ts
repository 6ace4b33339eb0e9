import type { Random } from '../../../../src/shared/audio/random'
import type { SpeakSettings } from '../../../../src/shared/protocol/engine'
import type { EngineCall } from '../voice-engine'
import type { PocketConfiguration } from './configuration'
import type { BlockDecoder } from './codec/block-decoder'
import type { BlockPlan } from './codec/block-plan'
import { generateLatents, type GenerationEnd } from './language-model/generation-loop'
import type { SpeechRun, VoiceState } from './language-model/speech-model'
import type { SoundInTheMaking } from './sound-queue'
import type { SpeechModel } from './language-model/speech-model'
import type { PlannedChunk } from './text/speech-plan'
import type { ChunkWords } from './words/chunk-words'

/** The parts of the model that one chunk runs through. */
export interface ChunkParts {
  readonly speech: SpeechModel
  /** Is finished or abandoned with the chunk. */
  readonly decoder: BlockDecoder
  readonly blocks: BlockPlan
  /** Follows the words; absent where nobody asks for them. */
  readonly words?: ChunkWords
  /** True where it is to stop as soon as the model leaves words out or says some twice. */
  readonly isWatched?: boolean
  readonly configuration: Pick<PocketConfiguration, 'latentDim' | 'temperature' | 'endThreshold'>
}

/**
 * Speaks one chunk from a copy of the voice's state. Blocks of latents go to the decoder as soon as they are whole, and
 * the next latents are made without waiting for their sound. Yields after every latent: the block that it completed, or
 * null. Throws `position-budget-exceeded`, `aborted`.
 */
export async function* speakChunk(
  { speech, decoder, blocks, words, isWatched = false, configuration: { latentDim, temperature: usual, endThreshold } }: ChunkParts,
  { ids, framesAfterEnd, maxFrames }: Pick<PlannedChunk, 'ids' | 'framesAfterEnd' | 'maxFrames'>,
  voice: VoiceState,
  { temperature, steps }: Pick<SpeakSettings, 'temperature' | 'steps'>,
  random: Random,
  call: Pick<EngineCall, 'signal' | 'yieldPoint' | 'timings'>,
): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined> {
  let collected: Float32Array[] = []
  function decodeCollected(known = words?.sofar()): SoundInTheMaking {
    const frames = collected.length
    const block = new Float32Array(frames * latentDim)
    collected.forEach((latent, frame) => { block.set(latent, frame * latentDim) })
    collected = []
    const samples = decoder.decode(block).then((decoded) => {
      call.timings.add('decode', frames, decoded.ms)
      blocks.decoded(frames, decoded.ms)
      return decoded.samples
    })
    return { frames, samples, ...(known && { words: known }) }
  }

  const abandon = () => { decoder.abandon() }
  let letGo = abandon
  call.signal.addEventListener('abort', abandon, { once: true })
  let endRun: () => void = () => undefined
  try {
    await call.yieldPoint()
    const run = speech.start(voice, voice.positions + ids.length + maxFrames)
    endRun = () => { run.end() }
    await call.timings.time('text-prefill', 0, async () => run.prefill(await speech.embed(ids), call.yieldPoint))

    const latents = generateLatents(words ? followed(run, words) : run, random, { latentDim, temperature: temperature ?? usual, steps, endThreshold, framesAfterEnd, maxFrames }, call)
    const isAstray = everyFourth(() => isWatched && words?.astray() != null)
    let blockFrames = blocks.next()
    for (;;) {
      const next = await latents.next()
      if (next.done) {
        const known = words?.finish()
        if (collected.length > 0) yield decodeCollected(known)
        else if (known) yield { frames: 0, samples: Promise.resolve(new Float32Array(0)), words: known }
        letGo = () => { decoder.finish() }
        return next.value
      }
      // What was made since the model went astray is not heard.
      if (isAstray()) {
        letGo = () => { decoder.finish() }
        return 'astray'
      }
      collected.push(next.value)
      if (collected.length < blockFrames) {
        yield null
      } else {
        yield decodeCollected()
        blockFrames = blocks.next()
      }
    }
  } finally {
    endRun()
    letGo()
  }
}

/** Asks every fourth time: a third of a second is soon enough. */
function everyFourth(ask: () => boolean): () => boolean {
  let count = 0
  return () => ++count % 4 === 0 && ask()
}

/** A run whose frames tell the words where they are in the text. */
function followed(run: SpeechRun, words: ChunkWords): Pick<SpeechRun, 'next'> {
  const { heads } = words
  if (heads === null) return run
  return {
    async next(previous, sampling, timings) {
      const frame = await run.next(previous, { ...sampling, follow: heads }, timings)
      if (frame.textWeights) words.note(frame.textWeights)
      return frame
    },
  }
}
