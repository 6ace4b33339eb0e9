import { createRandom } from '../../../../src/audio/random'
import type { SpeakEvent } from '../../../../src/protocol/engine'
import { MynaError } from '../../../../src/protocol/errors'
import type { SpeakRequest } from '../../../../src/protocol/inference'
import { readSpokenText } from '../../spoken-text'
import type { EngineCall, EngineContext } from '../voice-engine'
import { createChunkEdges, pauseSeconds } from './chunk-edges'
import type { LoadedModel } from './loaded-model'
import { unpackVoice, VOICE_FORMAT } from './prepared-voice'
import { planSpeech } from './speech-plan'

/**
 * Speaks a text: cuts it into chunks, speaks each from the voice's state, with a random stream of its own under the
 * request's seed, and joins them with short silences. Errors: `model-mismatch` (voice of another pack or format),
 * `voice-file-invalid`, `text-*`, `position-budget-exceeded`, `aborted`.
 */
export async function* readAloud(
  { packKey }: Pick<EngineContext, 'packKey'>,
  model: LoadedModel,
  { text, language, voice: prepared, settings }: SpeakRequest,
  call: EngineCall,
): AsyncGenerator<SpeakEvent, void, undefined> {
  if (prepared.engineId !== 'pocket-tts' || prepared.packKey !== packKey || prepared.format !== VOICE_FORMAT) {
    throw new MynaError('model-mismatch', `the voice was prepared for ${prepared.packKey}, format ${prepared.format}`)
  }
  const { bundle, tokenizer } = model
  const voice = unpackVoice(prepared.data)
  const chunks = await call.timings.time('text', 0, async () =>
    planSpeech(await readSpokenText({ text, language }), tokenizer, bundle))
  yield { type: 'plan', chunks: chunks.map(({ text: spoken, estimatedSeconds }) => ({ text: spoken, estimatedSeconds })) }

  for (const [chunkIndex, chunk] of chunks.entries()) {
    if (chunk.cutsWord) yield { type: 'warning', chunkIndex, code: 'chunk-over-limit' }
    const speech = model.speakChunk(chunk, voice, settings, createRandom(settings.seed, chunkIndex), call)
    const edges = createChunkEdges(bundle.sample_rate)
    for (;;) {
      const next = await speech.next()
      if (next.done) {
        if (next.value === 'runaway') yield { type: 'warning', chunkIndex, code: 'runaway' }
        break
      }
      yield { type: 'audio', chunkIndex, samples: edges.push(next.value), endsChunk: false }
    }
    const usualPause = chunkIndex < chunks.length - 1 ? pauseSeconds(chunk.text) : 0
    yield { type: 'audio', chunkIndex, samples: edges.finish(chunk.pauseSeconds || usualPause), endsChunk: true }
  }
}
