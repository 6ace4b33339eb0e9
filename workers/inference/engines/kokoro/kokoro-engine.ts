import { createRandom } from '../../../../src/shared/audio/random'
import type { EngineDescription } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { packSizeBytes, type ModelPack } from '../../../../src/shared/protocol/model-pack'
import { activities } from '../../../../src/shared/text/wording/english/progress'
import type { Session } from '../../../runtime/session'
import { readSpokenText } from '../../spoken-text'
import { float32, floats, int64 } from '../../../runtime/tensor'
import { askedChunks } from '../asked-chunks'
import type { CreateVoiceEngine } from '../voice-engine'
import { loadPhonemizer } from './phonemes'
import { createPromptEmbedder } from './prompt-embedder'
import { refineStarterVoice, TRIAL_TEXT } from './refined-voice'
import { planSentences } from './sentence-plan'
import { tidySpeech } from './speech-edges'
import { makeStarterVoice, MAX_PROMPT_SECONDS, styleTableOf } from './starter-voice'
import { variedManner, type Manner } from './style-variation'
import { STYLE_WIDTH, styleRow } from './style-table'
import { phonemeIds, withBoundaries } from './vocabulary'

/** The network's output rate in Hz (model card of Kokoro-82M). */
const SAMPLE_RATE = 24_000

/** Pace factors that stay intelligible. */
const MIN_SPEED = 0.5
const MAX_SPEED = 2

/**
 * The starter engine: Kokoro-82M (StyleTTS 2 family). The whole network runs once per sentence: phoneme ids, a style
 * row and a pace go in, the waveform comes out. The network draws no random numbers: the seed counts only in readings that
 * are to differ from the first, and every one can be made again.
 */
export const createKokoroEngine: CreateVoiceEngine = async ({ pack, packKey, files, createSession, gpu, readSpeakerEncoder, onProgress }) => {
  const description = describe(pack, readSpeakerEncoder !== undefined)
  if (gpu?.use === 'when-right') throw new MynaError('execution-provider-unsupported', `${pack.name} runs on the CPU only`)
  onProgress({ fraction: 0, label: activities.readingModel })
  const bytes = await files.read('model.onnx')
  onProgress({ fraction: 0.3, label: activities.startingModel })
  const session = await createSession(bytes)
  checkGraph(session)
  onProgress({ fraction: 0.8, label: activities.loadingPronunciation })
  const phonemize = await loadPhonemizer()
  onProgress({ fraction: 1, label: activities.modelReady })
  const embedder = readSpeakerEncoder ? createPromptEmbedder(readSpeakerEncoder, createSession) : null

  return {
    description,

    async prepareVoice(prompt, call) {
      call.onProgress({ fraction: 0, label: activities.listeningToVoice })
      const voice = await call.timings.time('prompt-encode', 0, () => makeStarterVoice(prompt, packKey, files, embedder))
      await call.yieldPoint()
      call.onProgress({ fraction: 1, label: activities.voiceReady })
      return voice
    },

    ...(embedder && {
      async refineVoice(request, call) {
        const ids = phonemeIds(await phonemize(TRIAL_TEXT, 'american'))
        const speaker = {
          sampleRate: SAMPLE_RATE,
          speak: async (table: Float32Array) =>
            tidySpeech(await synthesise(session, ids, { style: styleRow(table, ids.length), speed: 1 }), SAMPLE_RATE, 0),
        }
        return refineStarterVoice(request, packKey, embedder, speaker, call)
      },
    }),

    async *speak({ text, language, voice, settings, chunks, varied = false }, { yieldPoint, timings }) {
      const table = styleTableOf(voice, packKey)
      if (!description.languages.includes(language)) {
        throw new MynaError('text-script-unsupported', `${description.name} does not speak ${language}`)
      }
      const speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, settings.speed))
      const plan = await timings.time('text', 0, async () =>
        planSentences(await readSpokenText({ text, language }), { language, speed, phonemize, yieldPoint }))
      if (plan.length === 0) throw new MynaError('text-unspeakable', 'the text has no sounds')
      yield { type: 'plan', chunks: plan.map((sentence) => ({ text: sentence.text, estimatedSeconds: sentence.estimatedSeconds })) }

      for (const [chunkIndex, { ids, pauseSeconds }] of askedChunks(plan, chunks)) {
        await yieldPoint()
        const usual = { style: styleRow(table, ids.length), speed }
        const manner = varied ? variedManner(usual, createRandom(settings.seed, chunkIndex)) : usual
        const waveform = await timings.time('synthesis', 0, () => synthesise(session, ids, manner))
        yield { type: 'audio', chunkIndex, samples: tidySpeech(waveform, SAMPLE_RATE, pauseSeconds), endsChunk: true }
      }
      await yieldPoint()
    },

    async release() {
      await embedder?.release()
      await session.release()
    },
  }
}

async function synthesise(session: Session, ids: readonly number[], { style, speed }: Manner): Promise<Float32Array> {
  const inputIds = withBoundaries(ids)
  const { waveform } = await session.run({
    input_ids: int64(inputIds, [1, inputIds.length]),
    style: float32(style, [1, STYLE_WIDTH]),
    speed: float32(Float32Array.of(speed), [1]),
  })
  return floats(waveform)
}

function checkGraph(session: Session): void {
  const missing = ['input_ids', 'style', 'speed'].filter((name) => !session.inputNames.includes(name))
  if (missing.length > 0 || !session.outputNames.includes('waveform')) {
    throw new MynaError('model-mismatch', `not a Kokoro v1.0 graph: inputs ${session.inputNames.join(', ')}`)
  }
}

function describe(pack: ModelPack, refines: boolean): EngineDescription {
  return {
    engineId: 'kokoro',
    packId: pack.id,
    name: pack.name,
    clones: false,
    languages: ['en-US', 'en-GB'],
    sampleRate: SAMPLE_RATE,
    licence: pack.licence,
    credit: pack.credit,
    downloadBytes: packSizeBytes(pack) ?? 0,
    // The 8-bit graph gives noise on WebGPU (onnxruntime issue 29807), and most of it would run on the CPU anyway.
    executionProviders: ['wasm'],
    streams: false,
    maxPromptSeconds: MAX_PROMPT_SECONDS,
    refines,
  }
}
