import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureVoice } from '../../src/shared/audio/voice-features'
import { DEFAULT_SPEAK_SETTINGS } from '../../src/shared/protocol/engine'
import type { MeasuredStyle } from '../../workers/inference/engines/kokoro/style-blend'
import { starterFolder } from '../app/fetch-starter-model'
import { engineCall, NODE_PACK_KEY, openStarterEngine, starterFiles } from './starter-engine'

/**
 * Renders the same sentences with every English style of the starter pack and writes what they measure to
 * `style-features.json`. Run it again when the model, the styles or the measuring change: `npx tsx
 * scripts/training/measure-styles.ts` (some minutes).
 */
const target = fileURLToPath(new URL('../../workers/inference/engines/kokoro/style-features.json', import.meta.url))

// Two pangrams of everyday words: most vowels of English at moderate length.
const text = 'We promptly judged antique ivory buckles for the next prize. The old sailor hung five wet jackets over the rail.'

const engine = await openStarterEngine()
const styles: MeasuredStyle[] = []
for (const file of (await readdir(join(starterFolder, 'voices'))).sort()) {
  const name = file.replace('.bin', '')
  const data = await starterFiles.read(`voices/${file}`)
  const voice = { engineId: 'kokoro', packKey: NODE_PACK_KEY, format: 1, data, summary: name } as const
  const parts: number[][] = []
  for await (const event of engine.speak({ text, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall())) {
    if (event.type === 'audio') parts.push(Array.from(event.samples))
  }
  const features = measureVoice(Float32Array.from(parts.flat()), engine.description.sampleRate)
  if (!features) throw new Error(`${name} rendered without a measurable voice`)
  styles.push({ name, features: roundedFeatures(features) })
  console.log(name, `${Math.round(features.medianF0)} Hz`)
}
await engine.release()
await writeFile(target, `[\n${styles.map((style) => JSON.stringify(style)).join(',\n')}\n]\n`)
console.log(`${styles.length} styles measured`)

function roundedFeatures(features: MeasuredStyle['features']): MeasuredStyle['features'] {
  return {
    medianF0: round(features.medianF0),
    f0SpreadSemitones: round(features.f0SpreadSemitones),
    upperResonanceHz: features.upperResonanceHz,
    tiltDbPerOctave: round(features.tiltDbPerOctave),
    envelopeDb: features.envelopeDb.map(round),
  }
}

/** Two decimals: far below the difference between two readings by one voice. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
