import { readFile } from 'node:fs/promises'
import { resample } from '../../src/shared/audio/resample'
import { DEFAULT_SPEAK_SETTINGS } from '../../src/shared/protocol/engine'
import { wordErrorRate } from '../../src/shared/text/comparison/word-error-rate'
import { engineCall, openStarterEngine } from '../training/starter-engine'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from './whisper-judge'
import { readPcm16Wav } from '../fixtures/read-wav'

/**
 * The starter engine from recorded voice to speech in Node, judged by Whisper: prints the voice, and for each sentence
 * the word error rate and the real-time factor. Exits with 1 when the mean rate passes 10 %. `npx tsx
 * scripts/eval/judge-starter.ts [PROMPT.wav]`
 */
const sentences = [
  'The old lighthouse keeper climbed the narrow stairs before sunrise every single morning.',
  'Please bring two loaves of bread, a dozen eggs and some butter from the market.',
  'Scientists discovered that the river had changed its course over thousands of years.',
  "We couldn't find the right key, so we waited outside until Doctor Miller arrived.",
  'In the autumn, seven hundred geese flew south across the quiet valley.',
]

const promptPath = process.argv[2] ?? 'e2e/fixtures/audio/kennedy.wav'
const engine = await openStarterEngine()
const judge = await createWhisperJudge()
const voice = await engine.prepareVoice(readPcm16Wav(await readFile(promptPath)), engineCall())
console.log(`${promptPath}: ${voice.summary}`)

let total = 0
for (const text of sentences) {
  const startedAt = performance.now()
  const parts: Float32Array[] = []
  for await (const event of engine.speak({ text, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall())) {
    if (event.type === 'audio') parts.push(event.samples)
  }
  const wallSeconds = (performance.now() - startedAt) / 1000
  const samples = Float32Array.from(parts.flatMap((part) => Array.from(part)))
  const seconds = samples.length / engine.description.sampleRate
  const heard = await judge.transcribe(resample(samples, engine.description.sampleRate, JUDGE_SAMPLE_RATE))
  const rate = wordErrorRate(text, heard)
  total += rate
  console.log(`WER ${(rate * 100).toFixed(0)} %  RTF ${(wallSeconds / seconds).toFixed(2)}  ${seconds.toFixed(1)} s  ${heard}`)
}
const mean = total / sentences.length
console.log(`mean WER ${(mean * 100).toFixed(1)} %`)
await engine.release()
await judge.dispose()
if (mean > 0.1) process.exitCode = 1
