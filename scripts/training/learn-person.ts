import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { DEFAULT_SPEAK_SETTINGS, type PreparedVoice } from '../../src/shared/protocol/engine'
import type { LearnedStretch, LearningState } from '../../src/shared/protocol/inference'
import { joinSamples } from '../../src/shared/audio/join'
import { readPcm16Wav } from '../fixtures/read-wav'
import { engineCall, openStarterEngine } from './starter-engine'

/**
 * Lets the starter learn a person as the app does, and says texts with the voice as it was searched and as it was learned:
 * `npx tsx scripts/training/learn-person.ts --prompt PROMPT.wav --words "what is said" --out FOLDER [--steps 24] [--threads 2] TEXT ...` gives
 * searched-N.wav, learned-N.wav and learned.f32, the voice's data (training/starter-voice-fit/README.md).
 */
const { values: options, positionals: texts } = parseArgs({
  allowPositionals: true,
  options: { prompt: { type: 'string' }, words: { type: 'string' }, out: { type: 'string' }, steps: { type: 'string', default: '24' }, threads: { type: 'string', default: '2' } },
})
const { prompt: path, words, out } = options
if (!path || !words || !out) throw new Error('--prompt, --words and --out are needed')
mkdirSync(out, { recursive: true })
const steps = Number(options.steps)
const engine = await openStarterEngine({ threads: Number(options.threads) })
const prompt = { ...readPcm16Wav(readFileSync(path)), words }

async function say(voice: PreparedVoice, name: string): Promise<void> {
  for (const [index, text] of texts.entries()) {
    const parts: Float32Array[] = []
    for await (const event of engine.speak({ text, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall())) {
      if (event.type === 'audio') parts.push(event.samples)
    }
    writeFileSync(join(out ?? '', `${name}-${index + 1}.wav`), new Uint8Array(encodeWav16(joinSamples(parts), engine.description.sampleRate)))
  }
}

const startedAt = performance.now()
const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
const searched = await engine.prepareVoice(prompt, engineCall())
console.log(`searched after ${seconds()} s: ${searched.summary}`)
await say(searched, 'searched')
const learningFrom = performance.now()
let from: LearningState | null = null
let voice = searched
for (let quarter = 0; quarter <= 4; quarter++) {
  const until = Math.round((steps * quarter) / 4)
  const stretch: LearnedStretch | undefined = await engine.learnVoice?.({ prompt, promptKey: 'prompt', voice: searched, from, steps, until, seed: 1 }, engineCall(), () => undefined)
  if (!stretch) throw new Error('this engine learns no voices')
  const { likeness, distance } = stretch.trial
  console.log(`${until} steps after ${((performance.now() - learningFrom) / 1000).toFixed(1)} s: likeness ${likeness.toFixed(3)}, distance ${distance.toFixed(3)}`)
  from = stretch.state
  voice = stretch.voice
}
await say(voice, 'learned')
writeFileSync(join(out, 'learned.f32'), new Uint8Array(voice.data))
await engine.release()
