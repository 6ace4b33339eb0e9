import { joinSamples } from '../../../../src/shared/audio/join'
import { createRandom } from '../../../../src/shared/audio/random'
import type { EngineDescription, PreparedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import { packSizeBytes } from '../../../../src/shared/protocol/model-pack'
import type { TimedWord } from '../../../../src/shared/protocol/timed-word'
import { activities } from '../../../../src/shared/text/wording/english/progress'
import { splitSentences } from '../../../../src/shared/text/sentences'
import { readSpokenText } from '../../spoken-text'
import { askedChunks } from '../asked-chunks'
import type { CreateVoiceEngine, EngineCall, EngineContext, VoiceEngine } from '../voice-engine'
import { openStarterNetwork, type LearningGround, type OpenStarterNetwork, type Seating, type SpokenPart, type StarterNetwork } from './network/starter-network'
import { placeGenerator } from './on-gpu/generator-place'
import { designStarterVoice } from './design/designed-voice'
import { confirmEncodedVoice, GUARD_TEXT, type StyleWithDeltas } from './encoded-voice'
import { speakGuided } from './guide/guided-speech'
import { carryLearned } from './carried-voice'
import { mixStarterVoices } from './mixed-voice'
import type { VoiceLearner } from './learning/voice-learner'
import { loadPhonemizer, type Phonemize } from './phonemes'
import { createPromptEmbedder, type PromptEmbedder } from './prompt-embedder'
import { refineStarterVoice, TRIAL_TEXT } from './refined-voice'
import { foreseenParts, partLengthsOf } from './network/sound-parts'
import { planSentences } from './sentence-plan'
import { soundingRange, tidySpeech } from './speech-edges'
import { makeStarterVoice, MAX_PROMPT_SECONDS } from './starter-voice'
import { readStarterVoice, type StarterVoice } from './starter-voice-data'
import { variedManner, type Manner } from './style-variation'
import { readStyleTable, styleRow } from './style-table'
import { phonemeIds, withBoundaries } from './vocabulary'
import { parseVoiceEncoder } from './voice-encoder-weights'
import { createProsodyReader, lineOf, rangeOf } from './voice-prosody'
import { withoutSilence, wordsAfterCut, wordTimes } from './word-times'

/** The network's output rate in Hz (model card of Kokoro-82M). */
const SAMPLE_RATE = 24_000

const LANGUAGES: readonly string[] = ['en-US', 'en-GB']

/** What a GPU is tried with: "How far is it to the sea?", in one of the styles. */
const TRIAL_PHONEMES = 'hˌW fˈɑɹ ɪz ɪt tə ðə sˈi?'
const TRIAL_STYLE = 'af_heart'

/** Pace factors that stay intelligible. */
const MIN_SPEED = 0.5
const MAX_SPEED = 2

/**
 * The starter engine: Kokoro-82M (StyleTTS 2 family). The whole network runs once per sentence: phoneme ids, a style
 * row and a pace go in, the waveform comes out. The network draws no random numbers: the seed counts only in readings that
 * are to differ from the first, and every one can be made again.
 */
export const createKokoroEngine: CreateVoiceEngine = (context) => createEngineOn(openStarterNetwork, context)

/** The engine on a network that is opened by `open`. */
export async function createEngineOn(open: OpenStarterNetwork, context: EngineContext): Promise<VoiceEngine> {
  const { pack, packKey, files, createSession, loadKernelTeam, readSpeakerEncoder, readVoiceEncoder, onProgress } = context
  if (loadKernelTeam === undefined) throw new MynaError('execution-provider-unsupported', `${pack.name} needs kernels`)
  onProgress({ fraction: 0, label: activities.readingModel })
  const [file, phonemize] = await Promise.all([files.read('model.onnx'), loadPhonemizer(), openNormaliser()])
  onProgress({ fraction: 0.3, label: activities.startingModel })
  const network = await open(new Uint8Array(file), loadKernelTeam, seatingOf(context))
  onProgress({ fraction: 1, label: activities.modelReady })
  const openVoice = createVoiceOpener(packKey)
  const embedder = readSpeakerEncoder ? createPromptEmbedder(readSpeakerEncoder, createSession) : null

  return {
    get description() {
      return describe(context, network)
    },

    processorOf: (stage) => (stage === 'synthesis' ? network.seated?.runsOn() : undefined) ?? 'wasm',

    async prepareVoice(prompt, call) {
      call.onProgress({ fraction: 0, label: activities.listeningToVoice })
      const voice = await call.timings.time('prompt-encode', 0, () =>
        makeStarterVoice(prompt, packKey, files, {
          embedder,
          reader: createProsodyReader(network, phonemize, call.yieldPoint),
          readEncoder: readVoiceEncoder ? async () => parseVoiceEncoder(await readVoiceEncoder()) : null,
        }))
      await call.yieldPoint()
      call.onProgress({ fraction: 1, label: activities.voiceReady })
      return voice
    },

    ...(embedder && {
      openEar: () => embedder.open(),

      async confirmVoice(voice, call) {
        return confirmEncodedVoice(voice, { packKey, embedder, speak: await styleSpeaker(network, phonemize, GUARD_TEXT, call) }, call)
      },

      async refineVoice(request, call) {
        const speak = await styleSpeaker(network, phonemize, TRIAL_TEXT, call)
        const speaker = { sampleRate: SAMPLE_RATE, speak: async (style: StyleWithDeltas) => tidySpeech(await speak(style), SAMPLE_RATE, 0) }
        return refineStarterVoice(request, packKey, embedder, speaker, createProsodyReader(network, phonemize, call.yieldPoint), call)
      },
    }),

    mixVoices: (request, call) => mixStarterVoices(request, packKey, createProsodyReader(network, phonemize, call.yieldPoint)),

    designVoice: (request, call) =>
      designStarterVoice(request, {
        packKey, files, embedder,
        reader: createProsodyReader(network, phonemize, call.yieldPoint),
        async speak(voice) {
          const ids = phonemeIds(await phonemize(TRIAL_TEXT, 'american'))
          return tidySpeech(await synthesise(network, ids, mannerOf(voice, ids, 1), call), SAMPLE_RATE, 0)
        },
      }, call),

    carryLearned: (request) => carryLearned(request, packKey),

    ...(embedder && readSpeakerEncoder && network.learning && { learnVoice: learnerOn({ ...context, readSpeakerEncoder }, network, network.learning, phonemize, embedder) }),

    async *speak({ text, language, voice, settings, chunks, firstChunk = 0, varied = false, guide }, call) {
      const { yieldPoint, timings } = call
      const starterVoice = openVoice(voice)
      if (!LANGUAGES.includes(language)) {
        throw new MynaError('text-script-unsupported', `${pack.name} does not speak ${language}`)
      }
      const speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, settings.speed))
      const plan = await timings.time('text', 0, async () =>
        planSentences(await readSpokenText({ text, language }), { language, speed: speed * starterVoice.prosody.pace, phonemize, yieldPoint }))
      if (plan.length === 0) throw new MynaError('text-unspeakable', 'the text has no sounds')
      if (guide && network.learning) {
        yield* speakGuided(plan, guide, {
          network,
          ground: network.learning,
          mannerOf: (ids) => mannerOf(starterVoice, ids, speed),
          range: () => rangeOf(starterVoice, createProsodyReader(network, phonemize, yieldPoint)),
        }, call)
        return
      }
      yield {
        type: 'plan',
        chunks: plan.map(({ text: spoken, estimatedSeconds }, index) =>
          ({ text: spoken, estimatedSeconds, parts: foreseenParts(estimatedSeconds, partLengthsOf(firstChunk + index)) })),
      }

      for (const [chunkIndex, { text: spoken, ids, pauseSeconds }] of askedChunks(plan, chunks, firstChunk)) {
        await yieldPoint()
        const usual = mannerOf(starterVoice, ids, speed)
        const manner = varied ? variedManner(usual, createRandom(settings.seed, chunkIndex)) : usual
        const clock = createWordClock(spoken, ids)
        const parts = network.speak(withBoundaries(ids), manner, partLengthsOf(chunkIndex), yieldPoint)
        try {
          for (let [begins, ends] = [true, false]; !ends; begins = false) {
            const { value: part } = await timings.time('synthesis', 0, () => parts.next())
            if (!part) break
            ends = part.isLast
            const words = clock.wordsAt(part)
            yield { type: 'audio', chunkIndex, samples: tidySpeech(part.samples, SAMPLE_RATE, pauseSeconds, { begins, ends }), endsChunk: ends, words }
          }
        } finally {
          await parts.return()
        }
      }
      await yieldPoint()
    },

    async release() {
      await embedder?.release()
      await network.release()
    },
  }
}

/** What a first text would wait for: rules of the usual language, made while the disk is busy. */
async function openNormaliser(): Promise<void> {
  const language = LANGUAGES[0] ?? ''
  splitSentences((await readSpokenText({ text: 'Ready for 1 text, Mr. Fox.', language }))[0]?.text ?? '', language)
}

/** Reads voices, each once for as long as its data is held: a reading of many passages asks for the same ones again and again. */
function createVoiceOpener(packKey: string): (voice: PreparedVoice) => StarterVoice {
  const opened = new WeakMap<ArrayBuffer, StarterVoice>()
  return (voice) => {
    const known = opened.get(voice.data) ?? readStarterVoice(voice, packKey)
    opened.set(voice.data, known)
    return known
  }
}

/** Tells, part by part of a sentence's sound, when its words sound, from the first sample that is left of its beginning. */
function createWordClock(text: string, ids: readonly number[]): { wordsAt(part: SpokenPart): readonly TimedWord[] } {
  let words: readonly TimedWord[] | null = null
  let cutSeconds = 0
  let madeSeconds = 0
  return {
    wordsAt({ samples, durations }) {
      if (words === null) cutSeconds = soundingRange(samples, SAMPLE_RATE).start / SAMPLE_RATE
      words = withoutSilence(words ?? wordTimes(text, ids, durations), samples, SAMPLE_RATE, madeSeconds)
      madeSeconds += samples.length / SAMPLE_RATE
      return wordsAfterCut(words, cutSeconds)
    },
  }
}

/** How a voice says ids at a pace. */
function mannerOf({ table, prosody, deltas }: StarterVoice, ids: readonly number[], speed: number): Manner {
  const pitch = lineOf(prosody)
  return { style: styleRow(table, ids.length), speed: speed * prosody.pace, ...(pitch && { pitch }), ...(deltas && { deltas }) }
}

/** Learns voices on the network that speaks; what it takes more of memory it takes at the first. */
function learnerOn(
  { packKey, files, readSpeakerEncoder }: EngineContext & Required<Pick<EngineContext, 'readSpeakerEncoder'>>, network: StarterNetwork, ground: LearningGround, phonemize: Phonemize, embedder: PromptEmbedder,
): NonNullable<VoiceEngine['learnVoice']> {
  let learner: VoiceLearner | null = null
  return async (request, call, onState) => {
    const [{ createVoiceLearner }, { openFitting }] = await Promise.all([import('./learning/voice-learner'), import('./learning/open-fitting')])
    learner ??= createVoiceLearner({
      ground, packKey, phonemize, embedder,
      openFitting: async () => openFitting(ground, new Uint8Array(await files.read('model.onnx')), new Uint8Array(await readSpeakerEncoder())),
      readerFor: ({ yieldPoint }) => createProsodyReader(network, phonemize, yieldPoint),
      async speak(voice, text, speaking) {
        const ids = phonemeIds(await phonemize(text, 'american'))
        return tidySpeech(await synthesise(network, ids, mannerOf(voice, ids, 1), speaking), SAMPLE_RATE, 0)
      },
    })
    return learner.learn(request, call, onState)
  }
}

/** What says a text with styles, at their own pitch and pace. */
async function styleSpeaker(network: StarterNetwork, phonemize: Phonemize, text: string, call: EngineCall) {
  const ids = phonemeIds(await phonemize(text, 'american'))
  return ({ table, deltas }: StyleWithDeltas) => synthesise(network, ids, { style: styleRow(table, ids.length), speed: 1, ...(deltas && { deltas }) }, call)
}

/** All of a sentence's sound, made like one that is not the first of a reading. */
async function synthesise(network: StarterNetwork, ids: readonly number[], manner: Manner, { yieldPoint }: EngineCall): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for await (const { samples } of network.speak(withBoundaries(ids), manner, partLengthsOf(1), yieldPoint)) parts.push(samples)
  return joinSamples(parts)
}

/** What is asked of a GPU, where there is one: to make the spectra, which is nearly all of the work. */
function seatingOf({ gpu, ...context }: EngineContext): Seating | undefined {
  if (gpu === undefined) return undefined
  const yieldPoint = context.yieldPoint ?? (() => Promise.resolve())
  return {
    yieldPoint,
    async trial() {
      const ids = phonemeIds(TRIAL_PHONEMES)
      const table = readStyleTable(await context.files.read(`voices/${TRIAL_STYLE}.bin`))
      return { ids: withBoundaries(ids), manner: { style: styleRow(table, ids.length), speed: 1 } }
    },
    place: (seat) => placeGenerator({ ...context, gpu }, seat),
  }
}

function describe({ pack, readSpeakerEncoder }: EngineContext, { seated, learning }: StarterNetwork): EngineDescription {
  return {
    engineId: 'kokoro',
    packId: pack.id,
    name: pack.name,
    clones: false,
    languages: LANGUAGES,
    sampleRate: SAMPLE_RATE,
    licence: pack.licence,
    credit: pack.credit,
    downloadBytes: packSizeBytes(pack) ?? 0,
    executionProviders: ['wasm', 'webgpu'],
    ...(seated && { processors: [seated.processor] }),
    streams: false,
    maxPromptSeconds: MAX_PROMPT_SECONDS,
    mixes: true,
    refines: readSpeakerEncoder !== undefined,
    learns: readSpeakerEncoder !== undefined && learning !== undefined,
    follows: learning !== undefined,
    paces: true,
  }
}
