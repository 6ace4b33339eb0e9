import { measureVoice } from '../../../../src/audio/voice-features'
import type { PreparedVoice, VoicePrompt } from '../../../../src/protocol/engine'
import { MynaError } from '../../../../src/protocol/errors'
import type { EngineFiles } from '../voice-engine'
import { describeBlend, nearestStyles } from './style-blend'
import measuredStyles from './style-features.json'
import { mixStyleTables, readStyleTable, STYLE_ROWS, STYLE_WIDTH } from './style-table'

/** Layout of `PreparedVoice.data`: the blended style table, float32 little-endian [510, 256]. */
const FORMAT = 1

/** Seconds of a prompt that are measured. */
export const MAX_PROMPT_SECONDS = 30

/**
 * Makes a starter voice: measures the prompt and blends the published styles nearest to it. Errors: `prompt-too-short`
 * when it holds too little voice, `model-missing`, `model-invalid`.
 */
export async function makeStarterVoice(prompt: VoicePrompt, packKey: string, files: EngineFiles): Promise<PreparedVoice> {
  const samples = prompt.samples.subarray(0, MAX_PROMPT_SECONDS * prompt.sampleRate)
  const features = measureVoice(samples, prompt.sampleRate)
  if (!features) throw new MynaError('prompt-too-short', 'less than 0.3 s of voice in the prompt')
  const shares = nearestStyles(features, measuredStyles)
  const parts = await Promise.all(
    shares.map(async ({ name, weight }) => ({ weight, table: readStyleTable(await files.read(`voices/${name}.bin`)) })),
  )
  const data = mixStyleTables(parts).buffer
  return { engineId: 'kokoro', packKey, format: FORMAT, data, summary: describeBlend(shares) }
}

/** The style table of a starter voice. Errors: `model-mismatch` when the voice was prepared for something else. */
export function styleTableOf(voice: PreparedVoice, packKey: string): Float32Array {
  const fits = voice.engineId === 'kokoro' && voice.packKey === packKey && voice.format === FORMAT
  if (!fits || voice.data.byteLength !== STYLE_ROWS * STYLE_WIDTH * Float32Array.BYTES_PER_ELEMENT) {
    throw new MynaError('model-mismatch', `a voice for ${voice.packKey}, format ${voice.format}, cannot be used with ${packKey}`)
  }
  return new Float32Array(voice.data)
}
