import { joinSamples } from '../../../../../src/shared/audio/join'
import { resample } from '../../../../../src/shared/audio/resample'
import { speakerSimilarity } from '../../../../../src/shared/audio/speaker-similarity'
import { MynaError } from '../../../../../src/shared/protocol/errors'
import type { LearnedStretch, LearningState, LearnRequest, VoiceTrial } from '../../../../../src/shared/protocol/inference'
import { activities } from '../../../../../src/shared/text/wording/english/progress'
import { readSpokenText } from '../../../spoken-text'
import type { EngineCall } from '../../voice-engine'
import { createPacedWork } from '../network/paced-work'
import { SAMPLES_PER_FRAME, FRAMES_PER_SECOND } from '../network/sound-decoder'
import type { LearningGround } from '../network/starter-network'
import { SOUND_STYLE } from '../network/style-norm'
import type { Phonemize } from '../phonemes'
import type { PromptEmbedder } from '../prompt-embedder'
import { planSentences } from '../sentence-plan'
import { tidySpeech } from '../speech-edges'
import { heardPart } from '../starter-voice'
import { readStarterVoice, writeStarterVoice, type StarterVoice } from '../starter-voice-data'
import { styleRow, STYLE_ROWS, STYLE_WIDTH } from '../style-table'
import { withBoundaries } from '../vocabulary'
import { measureProsody, type ProsodyReader } from '../voice-prosody'
import { alignReadings } from './alignment'
import { prepareFitItem, type OwnReading } from './fit-item'
import type { FittingNetwork } from './fitting-network'
import type { Fitting } from './open-fitting'
import { createVoiceFit, CROP_FRAMES, cropAt, framesOf, startVoiceFit, type FitItem, type VoiceFitState } from './voice-fit'

const SAMPLE_RATE = 24_000
/** What a voice that learns says in between; the recording has other words. */
const TRIAL_SENTENCES = ['Five wet jackets hung over the rail.', 'Please close the window before it rains.'] as const
/** Frames of a recording that are kept from learning, to listen with: a quarter of it, of a recording that is long enough. */
const LEAST_FRAMES_TO_PART = 8 * FRAMES_PER_SECOND
const [FEWEST_APART, MOST_APART] = [2 * FRAMES_PER_SECOND, 3 * FRAMES_PER_SECOND]
/**
 * A recording this unlike the engine's reading of its words is refused. The right words of nine people were at 0.75 to 0.96, those of
 * somebody else at 0.91 to 1.05: who is refused cannot learn, while what wrong words spoil is heard before it is kept.
 */
const MOST_MISMATCH = 0.98
/** Seconds of what was kept apart that a hearing takes. */
const HEARD_CROPS = 2
/** Steps between two states that are told. */
const TOLD_EVERY = 2
/** Shares of a stretch's time: making ready, where that is still to be done, and the trial behind the steps. */
const READY_SHARE = 0.6
const TRIAL_SHARE = 0.35

/** What learning stands on. */
export interface LearnerParts {
  readonly ground: LearningGround
  readonly packKey: string
  /** Asked for once. */
  readonly openFitting: () => Promise<Fitting>
  readonly phonemize: Phonemize
  readonly embedder: PromptEmbedder
  readonly readerFor: (call: EngineCall) => ProsodyReader
  /** Says a text with a voice: mono at 24 kHz. */
  readonly speak: (voice: StarterVoice, text: string, call: EngineCall) => Promise<Float32Array>
}

/** Learns voices, stretch by stretch: see `InferenceApi.learnVoice`. */
export interface VoiceLearner {
  learn(request: LearnRequest, call: EngineCall, onState: (state: LearningState) => void): Promise<LearnedStretch>
}

/** A recording that is ready to be learned from. */
interface Lesson {
  readonly key: string
  readonly voice: StarterVoice
  /** Sound half of the style that is learned from on. */
  readonly style: Float32Array
  readonly items: readonly FitItem[]
  /** What is not learned from. */
  readonly apart: FitItem
  /** Whose voice is learned, by what is learned from, and by the rest. */
  readonly person: Float32Array
  readonly personApart: Float32Array
}

/** Makes a learner; its network takes room from the ground's memory at the first lesson. */
export function createVoiceLearner(parts: LearnerParts): VoiceLearner {
  const { ground, packKey } = parts
  let opened: Fitting | null = null
  let lesson: Lesson | null = null
  /** The trial's sentences as the voice of a lesson said them before. */
  let usual: { readonly of: Lesson; readonly sounds: readonly Float32Array[] } | null = null

  async function prepare({ prompt, promptKey, voice: kept }: LearnRequest, call: EngineCall): Promise<Lesson> {
    const heard = heardPart(prompt)
    if (heard.words === undefined) throw new MynaError('words-mismatch', 'the words of the recording, of 30 s at most, are not known')
    const recording = tidySpeech(resample(heard.samples, heard.sampleRate, SAMPLE_RATE), SAMPLE_RATE, 0)
    if (recording.length < CROP_FRAMES * SAMPLES_PER_FRAME) throw new MynaError('prompt-too-short', 'less than a second of speech')
    const before = readStarterVoice(kept, packKey)
    const { readings, row } = await readAloud(heard.words, before, call)
    await call.yieldPoint()
    const item = prepareFitItem(recording, joined(readings))
    if (item.mismatch > MOST_MISMATCH) throw new MynaError('words-mismatch', `as unlike a reading of these words as ${item.mismatch.toFixed(2)} of one in disorder`)
    const voice = { ...before, prosody: await measureProsody(heard, before.table, parts.readerFor(call)) }
    const { items, apart } = parted(item)
    const [person, personApart] = [await parts.embedder.embed(joinSamples(items.map(({ samples }) => samples)), SAMPLE_RATE), await parts.embedder.embed(apart.samples, SAMPLE_RATE)]
    return { key: promptKey, voice, style: row.subarray(0, SOUND_STYLE), items, apart, person, personApart }
  }

  /** The engine's own reading of the words, sentence by sentence, and the style row that is usual in it. */
  async function readAloud(words: string, { table }: StarterVoice, call: EngineCall) {
    const { yieldPoint, onProgress } = call
    const language = 'en-US'
    const plan = await planSentences(await readSpokenText({ text: words, language }), { language, speed: 1, phonemize: parts.phonemize, yieldPoint })
    const readings: OwnReading[] = []
    for (const [i, { ids }] of plan.entries()) {
      onProgress({ fraction: (READY_SHARE * i) / plan.length, label: activities.followingWords })
      readings.push(await ground.readSentence(withBoundaries(ids), { style: styleRow(table, ids.length), speed: 1 }, yieldPoint))
    }
    const length = plan.reduce((sum, { ids }) => sum + ids.length, 0) / plan.length
    return { readings, row: styleRow(table, Math.round(length)) }
  }

  /** Says the trial's sentences, and how near they and the voice's numbers are to what was not learned from. */
  async function tryOut(voice: StarterVoice, styled: Float64Array, current: Lesson, network: FittingNetwork, call: EngineCall): Promise<VoiceTrial> {
    const { apart, personApart } = current
    const sounds = await sayAll(voice, call)
    if (usual?.of !== current) usual = { of: current, sounds: voice === current.voice ? sounds : await sayAll(current.voice, call) }
    const strayed = sounds.reduce((sum, sound, i) => sum + alignReadings(usual?.sounds[i] ?? sound, sound).distance, 0) / sounds.length
    const said = await parts.embedder.embed(joinSamples(sounds), SAMPLE_RATE)
    const work = createPacedWork(ground.team, call.yieldPoint)
    const crops = Math.min(HEARD_CROPS, Math.floor(framesOf(apart) / CROP_FRAMES))
    let distance = 0
    for (let i = 0; i < crops; i++) distance += (await network.distance(work, styled, cropAt(apart, i * CROP_FRAMES, CROP_FRAMES))) / crops
    const sentences = TRIAL_SENTENCES.map((text, i) => ({ text, samples: sounds[i] ?? NONE }))
    return { sentences, sampleRate: SAMPLE_RATE, likeness: speakerSimilarity(said, personApart), distance, strayed }
  }

  async function sayAll(voice: StarterVoice, call: EngineCall): Promise<readonly Float32Array[]> {
    const sounds: Float32Array[] = []
    for (const text of TRIAL_SENTENCES) sounds.push(await parts.speak(voice, text, call))
    return sounds
  }

  return {
    async learn(request, call, onState) {
      const { onProgress, yieldPoint } = call
      const { network, projections } = (opened ??= await parts.openFitting())
      const isReady = lesson?.key === request.promptKey
      const current = (lesson = isReady && lesson ? lesson : await prepare(request, call))
      const from = request.from ? unpacked(request.from) : startVoiceFit(projections, current.style, request.seed, request.steps, current.voice.deltas)
      const fit = createVoiceFit(network, projections, current.items, from, current.person)
      const work = createPacedWork(ground.team, yieldPoint)
      const readyShare = isReady ? 0 : READY_SHARE
      const steps = Math.max(0, request.until - from.step)
      const stepsShare = steps === 0 ? 0 : 1 - readyShare - TRIAL_SHARE
      for (let i = 0; fit.state.step < request.until; i++) {
        onProgress({ fraction: readyShare + (stepsShare * i) / steps, label: activities.learningVoice })
        await fit.step(work)
        if (fit.state.step % TOLD_EVERY === 0) onState(packed(fit.state))
      }
      onProgress({ fraction: readyShare + stepsShare, label: activities.listeningToTrial })
      const { state } = fit
      const voice = state.step === 0 ? current.voice : voiceAt(state, current)
      const styled = projections.of(state.style).map((value, i) => value + (state.deltas[i] ?? NaN))
      const trial = await tryOut(voice, styled, current, network, call)
      const summary = state.step === 0 ? request.voice.summary : `learned in ${state.step} steps`
      return { state: packed(state), voice: writeStarterVoice(packKey, voice, summary), trial }
    },
  }
}

/** A recording in two: what is learned from, and a last quarter to listen with. A short one is both. */
function parted(item: FitItem): Pick<Lesson, 'items' | 'apart'> {
  const frames = framesOf(item)
  if (frames < LEAST_FRAMES_TO_PART) return { items: [item], apart: item }
  const apart = Math.min(MOST_APART, Math.max(FEWEST_APART, Math.floor(frames / 4)))
  return { items: [cropAt(item, 0, frames - apart)], apart: cropAt(item, frames - apart, apart) }
}

function joined(readings: readonly OwnReading[]): OwnReading {
  const [texts, pitches, energies] = (['text', 'pitch', 'energy'] as const).map((name) => joinSamples(readings.map(({ frames }) => frames[name])))
  return { frames: { text: texts ?? NONE, pitch: pitches ?? NONE, energy: energies ?? NONE }, samples: joinSamples(readings.map(({ samples }) => samples)) }
}

const NONE = new Float32Array()

/** The voice at a state of its fit: all rows of its table are moved as the one that was learned from on. */
function voiceAt({ style, deltas }: VoiceFitState, { voice, style: before }: Lesson): StarterVoice {
  const table = voice.table.slice()
  for (let row = 0; row < STYLE_ROWS; row++) {
    for (let i = 0; i < SOUND_STYLE; i++) table[row * STYLE_WIDTH + i] = (table[row * STYLE_WIDTH + i] ?? NaN) + (style[i] ?? NaN) - (before[i] ?? NaN)
  }
  return { ...voice, table, deltas }
}

/** Style, deltas, and both halves of Adam's memory, one behind the other. */
function packed({ step, steps, seed, style, deltas, gradients, squares }: VoiceFitState): LearningState {
  return { step, steps, seed, numbers: joinSamples([style, deltas, gradients, squares]) }
}

function unpacked({ step, steps, seed, numbers }: LearningState): VoiceFitState {
  const all = numbers.length / 3
  return { step, steps, seed, style: numbers.slice(0, SOUND_STYLE), deltas: numbers.slice(SOUND_STYLE, all), gradients: numbers.slice(all, 2 * all), squares: numbers.slice(2 * all) }
}

