import { measureVoice, semitonesOf, type VoiceFeatures } from '../../../../src/shared/audio/voice-features'
import type { PreparedVoice, VoicePrompt } from '../../../../src/shared/protocol/engine'
import { errorInfo, MynaError } from '../../../../src/shared/protocol/errors'
import type { EngineFiles } from '../voice-engine'
import { encodeStyle, type StyleWithDeltas } from './encoded-voice'
import type { PromptEmbedder } from './prompt-embedder'
import { seekStyle } from './style-search'
import { describeBlend, nearestStyles } from './style-blend'
import measuredStyles from './style-features.json'
import { loadStyleModel } from './style-model'
import { coordinateCount, tableAt } from './style-space'
import { writeStarterVoice } from './starter-voice-data'
import { mixStyleTables, readStyleTable } from './style-table'
import type { VoiceEncoderWeights } from './voice-encoder-weights'
import { predict, likeness, type VoiceAim } from './voice-forecast'
import { measureProsody, type ProsodyReader } from './voice-prosody'

/** Seconds of a prompt that are measured. */
export const MAX_PROMPT_SECONDS = 30

/** The part of a prompt that a voice is made from, as a view; what is said in a part of a recording is not known. */
export function heardPart({ samples, sampleRate, words }: VoicePrompt): VoicePrompt {
  const heard = samples.subarray(0, MAX_PROMPT_SECONDS * sampleRate)
  return { samples: heard, sampleRate, ...(words !== undefined && heard.length === samples.length && { words }) }
}

/** What a voice is made with. */
export interface VoiceMakers {
  /** Null where nobody can listen. */
  readonly embedder: PromptEmbedder | null
  readonly reader: ProsodyReader
  /** Reads what brings styles nearer to voices; null where there is nothing. Errors: those of a download, `model-invalid`. */
  readonly readEncoder: (() => Promise<VoiceEncoderWeights>) | null
}

/** A style, with deltas where the encoder gave some, and where it comes from in a line. */
interface FoundStyle extends StyleWithDeltas {
  readonly unheard?: ArrayBuffer
  readonly summary: string
}

/**
 * Makes a starter voice: the style that is predicted to sound most like the prompt, brought nearer by the encoder (which is still to be heard:
 * `confirmEncodedVoice`), with the person's pitch and pace. Where there is no embedder (or it fails) it is a blend of the published styles that
 * measure nearest, and where there is no encoder the style as it was found; the summary says why. Errors: `prompt-too-short` when
 * it holds too little voice, `model-missing`, `model-invalid`, `aborted`, those of the reader.
 */
export async function makeStarterVoice(prompt: VoicePrompt, packKey: string, files: EngineFiles, makers: VoiceMakers): Promise<PreparedVoice> {
  const heard = heardPart(prompt)
  const { summary, unheard, ...style } = await findStyle(heard, files, makers)
  const voice = writeStarterVoice(packKey, { ...style, prosody: await measureProsody(heard, style.table, makers.reader) }, summary)
  return unheard ? { ...voice, unheard } : voice
}

async function findStyle({ samples, sampleRate }: VoicePrompt, files: EngineFiles, { embedder, readEncoder }: VoiceMakers): Promise<FoundStyle> {
  const features = measureVoice(samples, sampleRate)
  if (!features) throw new MynaError('prompt-too-short', 'less than 0.3 s of voice in the prompt')
  if (!embedder) return blendedStyle(features, files, 'nobody listens')
  try {
    const aim = { embedding: await embedder.embed(samples, sampleRate), semitones: semitonesOf(features) }
    const found = await learnedStyle(aim)
    return readEncoder ? await encodedStyle(found, aim, readEncoder) : found
  } catch (thrown) {
    return blendedStyle(features, files, reasonOf(thrown))
  }
}

/** Why something could not be had. Throws `aborted` again. */
function reasonOf(thrown: unknown): string {
  const { code, detail } = errorInfo(thrown)
  if (code === 'aborted') throw thrown
  return `${code}, ${detail}`
}

async function learnedStyle(aim: VoiceAim): Promise<FoundStyle> {
  const { space, forecast, restraint } = await loadStyleModel()
  const coordinates = seekStyle(forecast, new Float64Array(coordinateCount(space)), aim, restraint)
  const predicted = likeness(predict(forecast, coordinates), aim)
  return { table: tableAt(space, coordinates), summary: `learned style, predicted likeness ${predicted.toFixed(2)}` }
}

async function encodedStyle(found: FoundStyle, aim: VoiceAim, readEncoder: () => Promise<VoiceEncoderWeights>): Promise<FoundStyle> {
  try {
    return { ...encodeStyle(found.table, aim, await readEncoder()), summary: `${found.summary}, encoded` }
  } catch (thrown) {
    return { ...found, summary: `${found.summary} (not encoded: ${reasonOf(thrown)})` }
  }
}

async function blendedStyle(features: VoiceFeatures, files: EngineFiles, reason: string): Promise<FoundStyle> {
  const shares = nearestStyles(features, measuredStyles)
  const parts = await Promise.all(
    shares.map(async ({ name, weight }) => ({ weight, table: readStyleTable(await files.read(`voices/${name}.bin`)) })),
  )
  return { table: mixStyleTables(parts), summary: `${describeBlend(shares)} (no learned style: ${reason})` }
}
