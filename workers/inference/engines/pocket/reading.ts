import { createRandom } from '../../../../src/shared/audio/random'
import type { SpeakEvent } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { readSpokenText } from '../../spoken-text'
import { askedChunks } from '../asked-chunks'
import type { EngineCall, EngineContext, TextRequest } from '../voice-engine'
import { createChunkEdges, pauseSeconds } from './chunk-edges'
import type { PocketModel } from './pocket-model'
import { unpackVoice, VOICE_FORMAT } from './voice/prepared-voice'
import { createSoundQueue } from './sound-queue'
import { planSpeech } from './text/speech-plan'

/**
 * When so many frames wait for the decoder, the ones in it included, the language model waits too: two of the longest
 * blocks, so that the decoder never waits, and a language model that is much faster does no work that a cancel would
 * make useless.
 */
const MOST_FRAMES_AHEAD = 24

/**
 * Speaks a text: cuts it into chunks, speaks each from the voice's state, with a random stream of its own under the
 * request's seed, and joins them with short silences. Where sound is made by another thread, that is always a block or
 * two behind the language model, which goes on to the next chunk meanwhile. Errors: `model-mismatch` (voice of another
 * pack or format), `voice-file-invalid`, `text-*`, `position-budget-exceeded`, `worker-crashed`, `aborted`.
 */
export async function* readAloud(
  { packKey }: Pick<EngineContext, 'packKey'>,
  model: PocketModel,
  { text, language, voice: prepared, settings, chunks: asked, firstChunk = 0, goesOn = false }: TextRequest,
  call: EngineCall,
): AsyncGenerator<SpeakEvent, void, undefined> {
  if (prepared.engineId !== 'pocket-tts' || prepared.packKey !== packKey || prepared.format !== VOICE_FORMAT) {
    throw new MynaError('model-mismatch', `the voice was prepared for ${prepared.packKey}, format ${prepared.format}`)
  }
  const { configuration, tokenizer } = model
  const voice = unpackVoice(prepared.data)
  const chunks = await call.timings.time('text', 0, async () =>
    planSpeech(await readSpokenText({ text, language }), tokenizer, configuration))
  yield { type: 'plan', chunks: chunks.map(({ text: spoken, estimatedSeconds }) => ({ text: spoken, estimatedSeconds })) }

  const queue = createSoundQueue<SpeakEvent>(call.signal)
  for (const [chunkIndex, chunk] of askedChunks(chunks, asked, firstChunk)) {
    const say = (event: SpeakEvent) => { queue.add(0, Promise.resolve(event)) }
    if (chunk.cutsWord) say({ type: 'warning', chunkIndex, code: 'chunk-over-limit' })
    const speech = model.speakChunk(chunk, voice, settings, createRandom(settings.seed, chunkIndex), call)
    const edges = createChunkEdges(configuration.sampleRate)
    let last: Promise<unknown> = Promise.resolve()
    try {
      for (;;) {
        const next = await speech.next()
        if (next.done) {
          if (next.value === 'runaway') say({ type: 'warning', chunkIndex, code: 'runaway' })
          break
        }
        if (next.value !== null) {
          const { frames, samples, words, isAgain } = next.value
          if (isAgain) say({ type: 'warning', chunkIndex, code: 'spoken-again' })
          const heard = Promise.all([samples, last]).then(([block]): SpeakEvent => {
            return { type: 'audio', chunkIndex, samples: edges.push(block), endsChunk: false, ...(words && { words }) }
          })
          queue.add(frames, heard)
          last = heard
        }
        // Lets a decoder in this thread do its work, and the sound of one in another thread arrive.
        await call.yieldPoint()
        while (queue.isReady || queue.frames >= MOST_FRAMES_AHEAD) yield await queue.next()
      }
    } finally {
      await speech.return('ended')
    }
    const usualPause = goesOn || chunkIndex < firstChunk + chunks.length - 1 ? pauseSeconds(chunk.text) : 0
    const pause = chunk.pauseSeconds || usualPause
    queue.add(0, last.then(() => ({ type: 'audio', chunkIndex, samples: edges.finish(pause), endsChunk: true })))
  }
  while (!queue.isEmpty) yield await queue.next()
}
