import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { joinSamples } from '../../src/shared/audio/join'
import { resample } from '../../src/shared/audio/resample'
import { measureVoice } from '../../src/shared/audio/voice-features'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice } from '../../src/shared/protocol/engine'
import { NO_WANDER, type DesignRequest } from '../../src/shared/protocol/inference'
import { parseSecondEar } from '../../workers/analysis/second-ear-weights'
import { createSecondEar } from '../../workers/analysis/second-ear'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE } from '../../workers/speaker-encoder/speaker-encoder'
import { createNativeSession } from '../fixtures/native-session'
import { readPcm16Wav } from '../fixtures/read-wav'
import { engineCall, openStarterEngine, readSpeakerEncoder } from './starter-engine'

/**
 * Designs voices from people's and measures what they say: `npx tsx scripts/training/judge-designs.ts --out FOLDER [--designs hidden,older] PERSON.wav ...` prints, for
 * each person and design, how alike it is to the person by the speaker encoder and by the second ear, and pitch, liveliness, tilt and
 * seconds of a sentence that no design was chosen with (training/voice-design).
 */
const { values: { out, designs: asked }, positionals: people } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' }, designs: { type: 'string' } } })
if (!out) throw new Error('--out is needed')
mkdirSync(out, { recursive: true })
const SENTENCE = 'The boy was there when the sun rose, and a rod is used to catch pink salmon.'
const DESIGNS: Readonly<Record<string, Omit<DesignRequest, 'voice'>>> = {
  older: { wander: { ...NO_WANDER, older: 1 } },
  younger: { wander: { ...NO_WANDER, older: -1 } },
  brighter: { wander: { ...NO_WANDER, brighter: 1 } },
  darker: { wander: { ...NO_WANDER, brighter: -1 } },
  livelier: { wander: { ...NO_WANDER, livelier: 1 } },
}

const engine = await openStarterEngine()
const encoder = createSpeakerEncoder(await createNativeSession(await readSpeakerEncoder()))
const file = readFileSync('workers/analysis/second-ear.safetensors')
const ear = createSecondEar(parseSecondEar(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)))
const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

async function judge(name: string, voice: PreparedVoice, prompt: Float32Array): Promise<void> {
  const parts: Float32Array[] = []
  for await (const event of engine.speak({ text: SENTENCE, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall())) {
    if (event.type === 'audio') parts.push(event.samples)
  }
  const { sampleRate } = engine.description
  const sound = joinSamples(parts)
  const heard = resample(sound, sampleRate, ENCODER_SAMPLE_RATE)
  writeFileSync(join(out ?? '', `${name}.wav`), new Uint8Array(encodeWav16(sound, sampleRate)))
  const features = measureVoice(sound, sampleRate)
  console.log([name, product(await encoder.embed(heard), await encoder.embed(prompt)), product(ear.hear(heard), ear.hear(prompt)), features?.medianF0, features?.f0SpreadSemitones, features?.tiltDbPerOctave, sound.length / sampleRate].map((value) => (typeof value === 'number' ? value.toFixed(2) : value)).join('\t'))
}

console.log('voice\tencoder\tsecond ear\tpitch Hz\tspread st\ttilt dB/octave\tseconds')
for (const [index, path] of people.entries()) {
  const person = basename(path, '.wav')
  const prompt = readPcm16Wav(readFileSync(path))
  const recorded = resample(prompt.samples, prompt.sampleRate, ENCODER_SAMPLE_RATE)
  const voice = await engine.prepareVoice(prompt, engineCall())
  const designs = { 'as it is': { wander: NO_WANDER }, ...DESIGNS, hidden: { wander: NO_WANDER, timbre: { seed: index + 1, hiddenFrom: prompt } } }
  for (const [name, design] of Object.entries(designs)) {
    if (asked && !asked.split(',').includes(name)) continue
    try {
      const designed = await engine.designVoice?.({ voice, ...design }, engineCall())
      if (designed) await judge(`${person}-${name}`, designed.voice, recorded)
    } catch (thrown) {
      console.log(`${person}-${name}\t${String(thrown)}`)
    }
  }
}
await engine.release()
