import type { PreparedVoice, VoicePrompt } from '../../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { EngineCall, EngineContext } from '../../voice-engine'
import type { PocketModel } from '../pocket-model'
import { packVoice, VOICE_FORMAT } from './prepared-voice'

/** Less than this says too little about a voice. */
const MIN_PROMPT_SECONDS = 1
/** More is not used: kyutai-labs/pocket-tts cuts prompts there, too. */
export const MAX_PROMPT_SECONDS = 30

/**
 * Makes a prompt's voice state: encodes it and runs the language model over the rows. Errors: `prompt-too-short`,
 * `internal` (wrong rate), `aborted`.
 */
export async function prepareVoice({ packKey }: Pick<EngineContext, 'packKey'>, model: PocketModel, prompt: VoicePrompt, call: EngineCall): Promise<PreparedVoice> {
  const { sampleRate, width } = model.configuration
  if (prompt.sampleRate !== sampleRate) throw new MynaError('internal', `prompt at ${prompt.sampleRate} Hz, ${sampleRate} expected`)
  const seconds = prompt.samples.length / sampleRate
  if (seconds < MIN_PROMPT_SECONDS) throw new MynaError('prompt-too-short', `${seconds.toFixed(2)} s, at least ${MIN_PROMPT_SECONDS} s`)

  await call.yieldPoint()
  call.onProgress({ fraction: 0, label: 'Loading the encoder' })
  const rows = await model.encodeVoice(prompt.samples.subarray(0, MAX_PROMPT_SECONDS * sampleRate), call)
  const positions = rows.length / width
  const voice = await call.timings.time('voice-prefill', positions, () => model.listen(rows, call))
  await call.yieldPoint()
  return { engineId: 'pocket-tts', packKey, format: VOICE_FORMAT, data: packVoice(voice), summary: `${positions} positions` }
}
