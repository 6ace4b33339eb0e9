import type { Random } from '../../../../src/shared/audio/random'
import type { SpeakSettings } from '../../../../src/shared/protocol/engine'
import type { EngineCall } from '../voice-engine'
import type { PocketConfiguration } from './configuration'
import type { BlockDecoder } from './codec/block-decoder'
import type { BlockPlan } from './codec/block-plan'
import { generateLatents, type GenerationEnd } from './language-model/generation-loop'
import type { VoiceState } from './language-model/speech-model'
import type { SoundInTheMaking } from './sound-queue'
import type { SpeechModel } from './language-model/speech-model'
import type { PlannedChunk } from './text/speech-plan'

/** The parts of the model that one chunk runs through. */
export interface ChunkParts {
  readonly speech: SpeechModel
  /** Is finished or abandoned with the chunk. */
  readonly decoder: BlockDecoder
  readonly blocks: BlockPlan
  readonly configuration: Pick<PocketConfiguration, 'latentDim' | 'temperature' | 'endThreshold'>
}

/**
 * Speaks one chunk from a copy of the voice's state. Blocks of latents go to the decoder as soon as they are whole, and
 * the next latents are made without waiting for their sound. Yields after every latent: the block that it completed, or
 * null. Throws `position-budget-exceeded`, `aborted`.
 */
export async function* speakChunk(
  { speech, decoder, blocks, configuration: { latentDim, temperature: usual, endThreshold } }: ChunkParts,
  { ids, framesAfterEnd, maxFrames }: Pick<PlannedChunk, 'ids' | 'framesAfterEnd' | 'maxFrames'>,
  voice: VoiceState,
  { temperature, steps }: Pick<SpeakSettings, 'temperature' | 'steps'>,
  random: Random,
  call: Pick<EngineCall, 'signal' | 'yieldPoint' | 'timings'>,
): AsyncGenerator<SoundInTheMaking | null, GenerationEnd, undefined> {
  let collected: Float32Array[] = []
  function decodeCollected(): SoundInTheMaking {
    const frames = collected.length
    const block = new Float32Array(frames * latentDim)
    collected.forEach((latent, frame) => { block.set(latent, frame * latentDim) })
    collected = []
    const samples = decoder.decode(block).then((decoded) => {
      call.timings.add('decode', frames, decoded.ms)
      blocks.decoded(frames, decoded.ms)
      return decoded.samples
    })
    return { frames, samples }
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

    const latents = generateLatents(run, random, { latentDim, temperature: temperature ?? usual, steps, endThreshold, framesAfterEnd, maxFrames }, call)
    let blockFrames = blocks.next()
    for (;;) {
      const next = await latents.next()
      if (next.done) {
        if (collected.length > 0) yield decodeCollected()
        letGo = () => { decoder.finish() }
        return next.value
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
