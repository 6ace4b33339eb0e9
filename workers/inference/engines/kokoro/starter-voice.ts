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
import { mixStyleTables, readStyleTable, STYLE_ROWS, STYLE_WIDTH } from './style-table'
import { predict, likeness, type VoiceAim } from './voice-forecast'

/** Layout of `PreparedVoice.data`: a style table, float32 little-endian [510, 256]. */
const FORMAT = 1

/** Seconds of a prompt that are measured. */
export const MAX_PROMPT_SECONDS = 30

/** The part of a prompt that a voice is made from, as a view. */
export function heardPart({ samples, sampleRate }: VoicePrompt): Float32Array {
  return samples.subarray(0, MAX_PROMPT_SECONDS * sampleRate)
}

/**
 * Makes a starter voice: the style that is predicted to sound most like the prompt. Where there is no embedder (`embedder` is null
 * or fails) it is a blend of the published styles that measure nearest, and the summary says why. Errors:
 * `prompt-too-short` when it holds too little voice, `model-missing`, `model-invalid`.
 */
export async function makeStarterVoice(
  prompt: VoicePrompt,
  packKey: string,
  files: EngineFiles,
  embedder: PromptEmbedder | null,
): Promise<PreparedVoice> {
  const samples = heardPart(prompt)
  const features = measureVoice(samples, prompt.sampleRate)
  if (!features) throw new MynaError('prompt-too-short', 'less than 0.3 s of voice in the prompt')
  if (!embedder) return blendedVoice(features, packKey, files, 'nobody listens')
  try {
    const embedding = await embedder.embed(samples, prompt.sampleRate)
    return await learnedVoice({ embedding, semitones: semitonesOf(features) }, packKey)
  } catch (thrown) {
    const { code, detail } = errorInfo(thrown)
    return blendedVoice(features, packKey, files, `${code}, ${detail}`)
  }
}

async function learnedVoice(aim: VoiceAim, packKey: string): Promise<PreparedVoice> {
  const { space, forecast, restraint } = await loadStyleModel()
  const coordinates = seekStyle(forecast, new Float64Array(coordinateCount(space)), aim, restraint)
  const predicted = likeness(predict(forecast, coordinates), aim)
  return starterVoice(packKey, tableAt(space, coordinates), `learned style, predicted likeness ${predicted.toFixed(2)}`)
}

async function blendedVoice(features: VoiceFeatures, packKey: string, files: EngineFiles, reason: string): Promise<PreparedVoice> {
  const shares = nearestStyles(features, measuredStyles)
  const parts = await Promise.all(
    shares.map(async ({ name, weight }) => ({ weight, table: readStyleTable(await files.read(`voices/${name}.bin`)) })),
  )
  return starterVoice(packKey, mixStyleTables(parts), `${describeBlend(shares)} (no learned style: ${reason})`)
}

/** A voice that speaks with the table, whose buffer it takes over. */
export function starterVoice(packKey: string, table: Float32Array<ArrayBuffer>, summary: string): PreparedVoice {
  return { engineId: 'kokoro', packKey, format: FORMAT, data: table.buffer, summary }
}

/** The style table of a starter voice. Errors: `model-mismatch` when the voice was prepared for something else. */
export function styleTableOf(voice: PreparedVoice, packKey: string): Float32Array<ArrayBuffer> {
  const fits = voice.engineId === 'kokoro' && voice.packKey === packKey && voice.format === FORMAT
  if (!fits || voice.data.byteLength !== STYLE_ROWS * STYLE_WIDTH * Float32Array.BYTES_PER_ELEMENT) {
    throw new MynaError('model-mismatch', `a voice for ${voice.packKey}, format ${voice.format}, cannot be used with ${packKey}`)
  }
  return new Float32Array(voice.data)
}
