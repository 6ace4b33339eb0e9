import { readFile } from 'node:fs/promises'
import { resample } from '../../src/shared/audio/resample'
import { DEFAULT_SPEAK_SETTINGS } from '../../src/shared/protocol/engine'
import { wordErrorRate } from '../../src/shared/text/comparison/word-error-rate'
import { loadNormaliser } from '../../src/shared/text/normaliser/normaliser'
import { readPcm16Wav } from '../fixtures/read-wav'
import { engineCall, openStarterEngine } from '../training/starter-engine'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from './whisper-judge'

/**
 * Texts full of figures through the starter engine in Node, heard by Whisper, against what a careful reader would have
 * said. Whisper writes figures itself, so that its transcript is normalised before it is compared. `npx tsx
 * scripts/eval/judge-normaliser.ts [PROMPT.wav]`
 */
const sentences: readonly (readonly [written: string, said: string])[] = [
  ['The meeting on 10/12/2025 starts at 7:05am.', 'The meeting on October twelfth twenty twenty-five starts at seven oh five A M'],
  ['They raised $1.5M and spent £3.20 on tea.', 'They raised one point five million dollars and spent three pounds and twenty pence on tea'],
  ['Carry 3–5 kg for about 10 km at 6 km/h.', 'Carry three to five kilograms for about ten kilometers at six kilometers per hour'],
  ['In the 1990s, Dr. Lee lived at 12 Oak Dr. in Boston.', 'In the nineteen nineties Doctor Lee lived at twelve Oak Drive in Boston'],
  ['Henry VIII had six wives; World War II ended in 1945.', 'Henry the eighth had six wives World War two ended in nineteen forty-five'],
  ['It was 50°F outside, and 0.05 % of the lake was ice.', 'It was fifty degrees Fahrenheit outside and zero point zero five percent of the lake was ice'],
  ['Please add 2 1/2 cups of flour to 3/4 cup of milk.', 'Please add two and a half cups of flour to three quarters cup of milk'],
  ['Read §3 and pp. 12–15 of the manual.', 'Read section three and pages twelve to fifteen of the manual'],
  ['Write to anna@example.com or visit www.example.org.', 'Write to anna at example dot com or visit W W W dot example dot org'],
  ['Please call (555) 123-4567 before 19:30.', 'Please call five five five one two three four five six seven before nineteen thirty'],
  ['We need version v2.0.1 of the C# API.', 'We need version two point zero point one of the C sharp A P I'],
  ['Temperatures fell from 20°C to -5°C, i.e. by 25°C.', 'Temperatures fell from twenty degrees Celsius to minus five degrees Celsius that is by twenty-five degrees Celsius'],
]

const promptPath = process.argv[2] ?? 'e2e/fixtures/audio/kennedy.wav'
const engine = await openStarterEngine()
const judge = await createWhisperJudge()
const normalise = await loadNormaliser('en-US')
const plain = (text: string) => normalise(text).map((segment) => segment.text).join(' ')
const voice = await engine.prepareVoice(readPcm16Wav(await readFile(promptPath)), engineCall())

let total = 0
for (const [text, said] of sentences) {
  const parts: Float32Array[] = []
  for await (const event of engine.speak({ text, language: 'en-US', voice, settings: DEFAULT_SPEAK_SETTINGS }, engineCall())) {
    if (event.type === 'audio') parts.push(event.samples)
  }
  const samples = Float32Array.from(parts.flatMap((part) => Array.from(part)))
  const heard = await judge.transcribe(resample(samples, engine.description.sampleRate, JUDGE_SAMPLE_RATE))
  // Whisper sometimes repeats itself without end: all wrong is the worst there is.
  const rate = Math.min(1, wordErrorRate(plain(said), plain(heard)))
  total += rate
  console.log(`WER ${(rate * 100).toFixed(0)} %  ${text}\n       ${heard}`)
}
console.log(`mean WER ${((total / sentences.length) * 100).toFixed(1)} %`)
await engine.release()
await judge.dispose()
