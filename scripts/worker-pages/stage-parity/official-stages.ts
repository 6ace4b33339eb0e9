import type { DecoderStream } from '../../../workers/inference/engines/pocket/codec/block-decoder'
import type { SpeechModel, SpeechRun } from '../../../workers/inference/engines/pocket/language-model/speech-model'
import type { PromptEncoder } from '../../../workers/inference/engines/pocket/codec/prompt-encoder'
import { createStageClock } from '../../../workers/inference/stage-clock'

/** All stages of one model, in one way of running them. */
export interface Stages {
  readonly speech: SpeechModel
  readonly startDecoder: () => DecoderStream
  readonly encoder: PromptEncoder
}

/** Numbers by the name that they have among the reference vectors, flat. */
export type Vectors = Readonly<Record<string, readonly number[]>>

/** What is asked of the worker that runs the stages. */
export interface ParityRequest {
  /** Address of a bundle's folder, with a slash at the end. */
  readonly bundleUrl: string
  /** Names of the files in it. */
  readonly files: readonly string[]
  /** How the model is run: on the kernels, or by the graphs that they are checked against. */
  readonly way: 'published' | 'kernels'
  readonly inputs: Vectors
}

/** Names of the reference vectors that {@link runOfficialStages} reads. */
export const INPUT_VECTORS = ['b2.audio', 'b3.audio', 'a.token_ids', 'c.voice_prefix', 'c.noise', 'c.latent', 'e.latents'] as const

/** Frames a block of the streamed decoding has, in turn: 24 in all. */
const MIXED_BLOCKS = [2, 4, 8, 10]
const VOICE_POSITIONS = 19
const ALL_POSITIONS = 37
const LATENT_WIDTH = 32

/**
 * Does with a model what was done with the official code when the reference vectors were written, and gives the results
 * under their names: prompts encoded, text looked up, voice and text heard, six frames each fed back, the caches after
 * them, frames in four flow steps, a streamed decoding in mixed blocks, and the whole way from prompt to sound. Tolerances
 * are for the caller.
 */
export async function runOfficialStages({ speech, startDecoder, encoder }: Stages, inputs: Vectors): Promise<Vectors> {
  const input = (name: (typeof INPUT_VECTORS)[number]) => Float32Array.from(inputs[name] ?? [])
  const timings = createStageClock()
  const call = { yieldPoint: () => Promise.resolve(), onProgress: () => undefined, timings }
  const tokens = await speech.embed(inputs['a.token_ids'] ?? [])
  const noises = rowsOf(input('c.noise'))

  async function heard(prefix: Float32Array): Promise<SpeechRun> {
    const listener = speech.start(null, VOICE_POSITIONS)
    await listener.prefill(prefix)
    const run = speech.start(await listener.voiceState(), ALL_POSITIONS)
    await run.prefill(tokens)
    return run
  }

  async function sixFrames(run: SpeechRun, steps: number, fed?: readonly Float32Array[]) {
    const [latents, endLogits]: [Float32Array[], number[]] = [[], []]
    let previous: Float32Array = new Float32Array(LATENT_WIDTH).fill(NaN)
    for (const [i, noise] of noises.entries()) {
      const frame = await run.next(previous, { noise, steps }, timings)
      const latent = await frame.latent()
      latents.push(latent)
      endLogits.push(frame.endLogit)
      previous = fed?.[i] ?? latent
    }
    return { latents: latents.flatMap((latent) => [...latent]), endLogits }
  }

  const conditioning = await encoder.encode(input('b2.audio'), call)
  const run = await heard(input('c.voice_prefix'))
  const { latents, endLogits } = await sixFrames(run, 1)
  const { caches } = await run.voiceState()
  const fourSteps = await sixFrames(await heard(input('c.voice_prefix')), 4, rowsOf(input('c.latent')))
  // The model's own mark of a voice's beginning is the prefix's first row.
  const start = input('c.voice_prefix').subarray(0, input('c.voice_prefix').length / VOICE_POSITIONS)
  const whole = await sixFrames(await heard(Float32Array.of(...start, ...conditioning)), 1)

  return {
    'b2.conditioning': [...conditioning],
    'b3.conditioning': [...(await encoder.encode(input('b3.audio'), call))],
    'a.text_embeddings': [...tokens],
    'c.latent': latents,
    'c.eos_logit': endLogits,
    ...Object.fromEntries(caches.map((cache, layer) => [`c.kv_final.layer${layer}`, [...cache]])),
    'c.lsd4_latent': fourSteps.latents,
    'e.audio_stream': await streamed(startDecoder(), input('e.latents')),
    'g.audio': [...(await startDecoder().decode(Float32Array.from(whole.latents)))],
  }
}

async function streamed(stream: DecoderStream, latents: Float32Array): Promise<readonly number[]> {
  const audio: number[] = []
  let at = 0
  for (const frames of MIXED_BLOCKS) {
    const end = at + frames * LATENT_WIDTH
    audio.push(...(await stream.decode(latents.slice(at, end))))
    at = end
  }
  return audio
}

function rowsOf(flat: Float32Array): readonly Float32Array[] {
  return Array.from({ length: flat.length / LATENT_WIDTH }, (_, i) => flat.slice(i * LATENT_WIDTH, (i + 1) * LATENT_WIDTH))
}
