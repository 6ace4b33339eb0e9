import { measureVoice, semitonesOf } from '../../../../src/shared/audio/voice-features'
import type { PreparedVoice, RefinedVoice } from '../../../../src/shared/protocol/engine'
import { MynaError } from '../../../../src/shared/protocol/errors'
import type { RefineRequest } from '../../../../src/shared/protocol/inference'
import { activities } from '../../../../src/shared/text/wording/english/progress'
import type { EngineCall } from '../voice-engine'
import type { StyleWithDeltas } from './encoded-voice'
import type { PromptEmbedder } from './prompt-embedder'
import { refineStyle, type Rendering } from './style-refinement'
import { heardPart } from './starter-voice'
import { readStarterVoice, writeStarterVoice } from './starter-voice-data'
import { loadStyleModel } from './style-model'
import { coordinatesOf, tableAt } from './style-space'
import { besideStyle, type ProsodyReader } from './voice-prosody'

/** Renderings of one refinement, the voice as it was among them; more gain little (training/starter-style). */
const ROUNDS = 6

/** What variants say: three seconds, with most sounds of English. */
export const TRIAL_TEXT = 'The old sailor hung five wet jackets over the rail.'

/** The speaker encoder refuses less. */
const SHORTEST_SECONDS = 1

/** Speaks {@link TRIAL_TEXT} with a style, and with deltas where a voice has some: mono PCM at `sampleRate`. */
export interface TrialSpeaker {
  readonly sampleRate: number
  speak(voice: StyleWithDeltas): Promise<Float32Array>
}

/**
 * Comes nearer to a prompt by trying styles around the voice's own. What it gives is never further from the prompt than
 * what it got. Errors: `model-mismatch`, `prompt-too-short`, `inference-failed`, `aborted`.
 */
export async function refineStarterVoice(
  { prompt, voice }: RefineRequest,
  packKey: string,
  embedder: PromptEmbedder,
  speaker: TrialSpeaker,
  reader: ProsodyReader,
  { yieldPoint, onProgress, timings }: EngineCall,
): Promise<RefinedVoice> {
  const { prosody, ...kept } = readStarterVoice(voice, packKey)
  const model = await loadStyleModel()
  const { samples: recorded, sampleRate } = heardPart(prompt)
  const features = measureVoice(recorded, sampleRate)
  if (!features) throw new MynaError('prompt-too-short', 'less than 0.3 s of voice in the prompt')
  const embedding = await timings.time('prompt-encode', 0, () => embedder.embed(recorded, sampleRate))
  const aim = { embedding, semitones: semitonesOf(features) }

  async function render(coordinates: Float64Array | null): Promise<Rendering | null> {
    // Variants are styles alone: what an encoder gave goes where one of them is nearer without it.
    const style = coordinates ? { table: tableAt(model.space, coordinates) } : kept
    const samples = await timings.time('synthesis', 0, () => speaker.speak(style))
    const seconds = samples.length / speaker.sampleRate
    const voice = measureVoice(samples, speaker.sampleRate)
    if (!voice || seconds < SHORTEST_SECONDS) return null
    const heard = Float64Array.of(...(await embedder.embed(samples, speaker.sampleRate)), semitonesOf(voice))
    return { heard, seconds }
  }

  async function refined(style: Float32Array<ArrayBuffer>): Promise<PreparedVoice> {
    return writeStarterVoice(packKey, { table: style, prosody: await besideStyle(prosody, style, reader) }, `${voice.summary}, refined`)
  }

  async function onRound(round: number): Promise<void> {
    await yieldPoint()
    onProgress({ fraction: (round - 1) / ROUNDS, label: activities.gettingCloser(round, ROUNDS) })
  }

  const { first, best } = await refineStyle(model, coordinatesOf(model.space, kept.table), aim, ROUNDS, render, onRound)
  await yieldPoint()
  return { voice: best === first ? voice : await refined(tableAt(model.space, best.coordinates)), similarityBefore: first.likeness, similarityAfter: best.likeness }
}
