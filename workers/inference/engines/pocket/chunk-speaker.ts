import type { Random } from '../../../../src/audio/random'
import type { SpeakSettings } from '../../../../src/protocol/engine'
import type { EngineCall } from '../voice-engine'
import { blockFrames, type DecoderStream } from './decoder'
import { generateLatents, type GenerationEnd } from './generation-loop'
import type { VoiceState } from './lm-state'
import type { SpeechModel } from './speech-model'
import type { PlannedChunk } from './speech-plan'

/** The parts of the model that one chunk runs through. */
export interface ChunkParts {
  readonly speech: SpeechModel
  readonly decoder: DecoderStream
  readonly latentDim: number
}

/**
 * Speaks one chunk from a copy of the voice's state and yields PCM block by block: as soon as a block of latents is
 * there it is decoded, before the next latent is made. Throws `position-budget-exceeded`, `aborted`.
 */
export async function* speakChunk(
  { speech, decoder, latentDim }: ChunkParts,
  { ids, framesAfterEnd, maxFrames }: Pick<PlannedChunk, 'ids' | 'framesAfterEnd' | 'maxFrames'>,
  voice: VoiceState,
  { temperature, steps }: Pick<SpeakSettings, 'temperature' | 'steps'>,
  random: Random,
  call: Pick<EngineCall, 'checkpoint' | 'timings'>,
): AsyncGenerator<Float32Array, GenerationEnd, undefined> {
  await call.checkpoint()
  const run = speech.start(voice, voice.positions + ids.length + maxFrames)
  await call.timings.time('text-prefill', 0, async () => run.prefill(await speech.embed(ids)))

  const latents = generateLatents(run, random, { latentDim, temperature, steps, framesAfterEnd, maxFrames }, call)
  let pending: Float32Array[] = []
  const decodePending = async () => {
    const block = new Float32Array(pending.length * latentDim)
    pending.forEach((latent, frame) => { block.set(latent, frame * latentDim) })
    pending = []
    return call.timings.time('decode', block.length / latentDim, () => decoder.decode(block))
  }

  for (let blockIndex = 0; ; ) {
    const next = await latents.next()
    if (next.done) {
      if (pending.length > 0) yield await decodePending()
      return next.value
    }
    pending.push(next.value)
    if (pending.length < blockFrames(blockIndex)) continue
    blockIndex++
    yield await decodePending()
  }
}
