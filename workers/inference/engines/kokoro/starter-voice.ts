import { measureVoice, semitonesOf, type VoiceFeatures } from '../../../../src/shared/audio/voice-features'
import type { PreparedVoice, VoicePrompt } from '../../../../src/shared/protocol/engine'
import { errorInfo, MynaError } from '../../../../src/shared/protocol/errors'
import type { EngineFiles } from '../voice-engine'
import type { PromptEmbedder } from './prompt-embedder'
import { seekStyle } from './style-search'
import { describeBlend, nearestStyles } from './style-blend'
import measuredStyles from './style-features.json'
import { loadStyleModel } from './style-model'
import { coordinateCount, tableAt } from './style-space'
import { writeStarterVoice } from './starter-voice-data'
import { mixStyleTables, readStyleTable } from './style-table'
import { predict, likeness, type VoiceAim } from './voice-forecast'
import { measureProsody, type ProsodyReader } from './voice-prosody'

/** Seconds of a prompt that are measured. */
export const MAX_PROMPT_SECONDS = 30

/** The part of a prompt that a voice is made from, as a view; what is said in a part of a recording is not known. */
export function heardPart({ samples, sampleRate, words }: VoicePrompt): VoicePrompt {
  const heard = samples.subarray(0, MAX_PROMPT_SECONDS * sampleRate)
  return { samples: heard, sampleRate, ...(words !== undefined && heard.length === samples.length && { words }) }
}

/** A style, and where it comes from in a line. */
interface FoundStyle {
  readonly table: Float32Array<ArrayBuffer>
  readonly summary: string
}

/**
 * Makes a starter voice: the style that is predicted to sound most like the prompt, with the person's pitch and pace. Where there
 * is no embedder (`embedder` is null or fails) it is a blend of the published styles that measure nearest, and the summary says
 * why. Errors: `prompt-too-short` when it holds too little voice, `model-missing`, `model-invalid`, those of the reader.
 */
export async function makeStarterVoice(
  prompt: VoicePrompt,
  packKey: string,
  files: EngineFiles,
  embedder: PromptEmbedder | null,
  reader: ProsodyReader,
): Promise<PreparedVoice> {
  const heard = heardPart(prompt)
  const { table, summary } = await findStyle(heard, files, embedder)
  return writeStarterVoice(packKey, { table, prosody: await measureProsody(heard, table, reader) }, summary)
}

async function findStyle({ samples, sampleRate }: VoicePrompt, files: EngineFiles, embedder: PromptEmbedder | null): Promise<FoundStyle> {
  const features = measureVoice(samples, sampleRate)
  if (!features) throw new MynaError('prompt-too-short', 'less than 0.3 s of voice in the prompt')
  if (!embedder) return blendedStyle(features, files, 'nobody listens')
  try {
    const embedding = await embedder.embed(samples, sampleRate)
    return await learnedStyle({ embedding, semitones: semitonesOf(features) })
  } catch (thrown) {
    const { code, detail } = errorInfo(thrown)
    return blendedStyle(features, files, `${code}, ${detail}`)
  }
}

async function learnedStyle(aim: VoiceAim): Promise<FoundStyle> {
  const { space, forecast, restraint } = await loadStyleModel()
  const coordinates = seekStyle(forecast, new Float64Array(coordinateCount(space)), aim, restraint)
  const predicted = likeness(predict(forecast, coordinates), aim)
  return { table: tableAt(space, coordinates), summary: `learned style, predicted likeness ${predicted.toFixed(2)}` }
}

async function blendedStyle(features: VoiceFeatures, files: EngineFiles, reason: string): Promise<FoundStyle> {
  const shares = nearestStyles(features, measuredStyles)
  const parts = await Promise.all(
    shares.map(async ({ name, weight }) => ({ weight, table: readStyleTable(await files.read(`voices/${name}.bin`)) })),
  )
  return { table: mixStyleTables(parts), summary: `${describeBlend(shares)} (no learned style: ${reason})` }
}
