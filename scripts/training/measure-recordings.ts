import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { measureVoice } from '../../src/shared/audio/voice-features'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE } from '../../workers/speaker-encoder/speaker-encoder'
import { createNativeSession } from '../fixtures/native-session'
import { readPcm16Wav } from '../fixtures/read-wav'
import { readSpeakerEncoder } from './starter-engine'

/**
 * Writes the speaker embedding and the voice features of every 16 kHz WAV of a folder to its measured.jsonl: `npx tsx
 * scripts/training/measure-recordings.ts FOLDER`
 */
const folder = process.argv[2]
if (folder === undefined) throw new Error('name the folder to measure')
const encoder = createSpeakerEncoder(await createNativeSession(await readSpeakerEncoder()))
const lines: string[] = []
for (const file of (await readdir(folder)).filter((name) => name.endsWith('.wav')).sort()) {
  const { samples, sampleRate } = readPcm16Wav(await readFile(join(folder, file)))
  if (sampleRate !== ENCODER_SAMPLE_RATE) throw new Error(`${file} has ${sampleRate} Hz`)
  const embedding = Array.from(await encoder.embed(samples), (value) => Number(value.toFixed(5)))
  lines.push(JSON.stringify({ id: file.replace('.wav', ''), seconds: samples.length / sampleRate, embedding, features: measureVoice(samples, sampleRate) }))
}
await writeFile(join(folder, 'measured.jsonl'), `${lines.join('\n')}\n`)
console.log(`${lines.length} recordings measured`)
