import type { PreparedVoice, VoicePrompt } from '../../../../src/protocol/engine'
import { MynaError } from '../../../../src/protocol/errors'
import type { EngineCall, EngineContext } from '../voice-engine'
import type { LoadedModel } from './loaded-model'
import { openEncoder } from './pocket-sessions'
import { packVoice, VOICE_FORMAT } from './prepared-voice'
import { encodePrompt } from './voice-encoder'

/** Less than this says too little about a voice. */
const MIN_PROMPT_SECONDS = 1
/** More is not used: kyutai-labs/pocket-tts cuts prompts there, too. */
export const MAX_PROMPT_SECONDS = 30

/**
 * Makes a prompt's voice state: encodes it, puts the bundle's start row before it, runs the language model over both.
 * The encoder is loaded for this and released. Errors: `prompt-too-short`, `internal` (wrong rate), `aborted`.
 */
export async function prepareVoice(context: EngineContext, model: LoadedModel, prompt: VoicePrompt, call: EngineCall): Promise<PreparedVoice> {
  const { bundle, voiceStart, graphs } = model
  const { sample_rate: sampleRate, conditioning_dim: conditioningDim } = bundle
  if (prompt.sampleRate !== sampleRate) throw new MynaError('internal', `prompt at ${prompt.sampleRate} Hz, ${sampleRate} expected`)
  const seconds = prompt.samples.length / sampleRate
  if (seconds < MIN_PROMPT_SECONDS) throw new MynaError('prompt-too-short', `${seconds.toFixed(2)} s, at least ${MIN_PROMPT_SECONDS} s`)

  const rows = await encode(context, model, prompt.samples.subarray(0, MAX_PROMPT_SECONDS * sampleRate), call)
  const embeddings = new Float32Array(voiceStart.length + rows.length)
  embeddings.set(voiceStart)
  embeddings.set(rows, voiceStart.length)
  const positions = embeddings.length / conditioningDim
  const run = graphs.speech.start(null, positions)
  // One call for all of it: the quantised graph scales its activations per call, so splitting would change the voice.
  await call.timings.time('voice-prefill', positions, () => run.prefill(embeddings))
  await call.checkpoint()
  return {
    engineId: 'pocket-tts',
    packKey: context.packKey,
    format: VOICE_FORMAT,
    data: packVoice(run.voiceState()),
    summary: `${positions} positions`,
  }
}

async function encode(context: EngineContext, { bundle }: LoadedModel, samples: Float32Array, call: EngineCall): Promise<Float32Array> {
  await call.checkpoint()
  call.onProgress({ fraction: 0, label: 'Loading the encoder' })
  const encoder = await openEncoder(context, bundle)
  const sizes = { samplesPerFrame: bundle.samples_per_frame, frameRate: bundle.frame_rate, conditioningDim: bundle.conditioning_dim }
  try {
    return await encodePrompt(encoder, samples, sizes, call)
  } finally {
    await encoder.release()
  }
}
