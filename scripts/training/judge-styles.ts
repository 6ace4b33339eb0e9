import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { resample } from '../../src/shared/audio/resample'
import { measureVoice, semitonesOf } from '../../src/shared/audio/voice-features'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { editDistance, transcriptWords } from '../../src/shared/text/comparison/word-error-rate'
import { nearestStyles } from '../../workers/inference/engines/kokoro/style-blend'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { createPromptEmbedder } from '../../workers/inference/engines/kokoro/prompt-embedder'
import { refineStyle } from '../../workers/inference/engines/kokoro/style-refinement'
import { TRIAL_TEXT } from '../../workers/inference/engines/kokoro/refined-voice'
import { seekStyle } from '../../workers/inference/engines/kokoro/style-search'
import { tidySpeech } from '../../workers/inference/engines/kokoro/speech-edges'
import measuredStyles from '../../workers/inference/engines/kokoro/style-features.json'
import { loadStyleModel } from '../../workers/inference/engines/kokoro/style-model'
import { coordinateCount, tableAt } from '../../workers/inference/engines/kokoro/style-space'
import { mixStyleTables, readStyleTable, STYLE_WIDTH, styleRow } from '../../workers/inference/engines/kokoro/style-table'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { float32, floats, int64 } from '../../workers/runtime/tensor'
import { starterFolder } from '../app/fetch-starter-model'
import { createNativeSession } from '../fixtures/native-session'
import { createWhisperJudge } from '../eval/whisper-judge'
import { readPcm16Wav } from '../fixtures/read-wav'
import { readSpeakerEncoder, starterFiles } from './starter-engine'

/**
 * Speaks a text with the styles that different methods find for real people, for training/starter-style/evaluate.py.
 * Continues where it stopped. `npx tsx scripts/training/judge-styles.ts PEOPLE OUT [ROUNDS]`: PEOPLE holds test_*_a.wav, ROUNDS
 * renderings are tried in the refinement (0: none).
 */
const [peopleFolder, out, roundsText = '8'] = process.argv.slice(2)
if (peopleFolder === undefined || out === undefined) throw new Error('name the two folders: PEOPLE and OUT')
const rounds = Number(roundsText)

/** Not among the texts of the training, nor the one that refinement listens to. */
const text = 'Please bring two loaves of bread and some butter.'
const SAMPLE_RATE = 24_000
/** Of the encoder and of Whisper. */
const JUDGED_RATE = 16_000
/** Rounds after which the refined style speaks, too. */
const REPORTED_ROUNDS = [4, 8]

await mkdir(out, { recursive: true })
const resultsPath = join(out, 'judged.jsonl')
const before = existsSync(resultsPath) ? await readFile(resultsPath, 'utf8') : ''
const readBytes = async (path: string) => new Uint8Array(await readFile(path)).buffer
const network = await createNativeSession(await readBytes(join(starterFolder, 'model.onnx')))
const embedder = createPromptEmbedder(readSpeakerEncoder, createNativeSession)
const { space, forecast, restraint } = await loadStyleModel()
const phonemize = await loadPhonemizer()
const judge = await createWhisperJudge()
const said = transcriptWords(text)

async function speak(sentence: string, table: Float32Array): Promise<Float32Array> {
  const ids = phonemeIds(await phonemize(sentence, 'american'))
  const inputIds = withBoundaries(ids)
  const { waveform } = await network.run({
    input_ids: int64(inputIds, [1, inputIds.length]),
    style: float32(styleRow(table, ids.length), [1, STYLE_WIDTH]),
    speed: float32(Float32Array.of(1), [1]),
  })
  return tidySpeech(floats(waveform), SAMPLE_RATE, 0)
}

const table = async (name: string) => readStyleTable(await starterFiles.read(`voices/${name}.bin`))
const people = (await readdir(peopleFolder)).filter((name) => /^test_.*_a\.wav$/.test(name)).map((name) => name.slice(0, -6))
// One of each group in turn, so that a run that is cut short has some of all.
const number = new Map(people.map((person) => [person, people.filter((other) => other.split('_')[1] === person.split('_')[1]).indexOf(person)]))
people.sort((a, b) => (number.get(a) ?? 0) - (number.get(b) ?? 0))

for (const person of people) {
  if (before.includes(`"${person}"`)) continue
  const { samples, sampleRate } = readPcm16Wav(await readFile(join(peopleFolder, `${person}_a.wav`)))
  const features = measureVoice(samples, sampleRate)
  if (!features) continue
  const aim = { embedding: await embedder.embed(samples, sampleRate), semitones: semitonesOf(features) }
  const shares = nearestStyles(features, measuredStyles)
  const parts = await Promise.all(shares.map(async ({ name, weight }) => ({ weight, table: await table(name) })))
  const learned = seekStyle(forecast, new Float64Array(coordinateCount(space)), aim, restraint)
  const tables = new Map<string, Float32Array>([
    ['nearest', await table(shares[0]?.name ?? '')],
    ['blend', mixStyleTables(parts)],
    ['learned', tableAt(space, learned)],
  ])
  const likeness: number[] = []
  if (rounds > 0) {
    const render = async (coordinates: Float64Array | null) => {
      const sound = await speak(TRIAL_TEXT, tableAt(space, coordinates ?? learned))
      const voice = measureVoice(sound, SAMPLE_RATE)
      if (!voice) return null
      const heard = Float64Array.of(...(await embedder.embed(sound, SAMPLE_RATE)), semitonesOf(voice))
      return { heard, seconds: sound.length / SAMPLE_RATE }
    }
    const { bestAfter } = await refineStyle({ forecast, restraint }, learned, aim, rounds, render, () => undefined)
    likeness.push(...bestAfter.map((tried) => tried.likeness))
    for (const round of REPORTED_ROUNDS) {
      const best = bestAfter[round - 1]
      if (best) tables.set(`refined-${round}`, tableAt(space, best.coordinates))
    }
  }
  const renderings: Record<string, unknown> = {}
  for (const [method, style] of tables) {
    const sound = await speak(text, style)
    const embedding = await embedder.embed(sound, SAMPLE_RATE)
    const heard = resample(sound, SAMPLE_RATE, JUDGED_RATE)
    await writeFile(join(out, `${person}_${method}.wav`), new Uint8Array(encodeWav16(heard, JUDGED_RATE)))
    const wordErrors = editDistance(said, transcriptWords(await judge.transcribe(heard)))
    renderings[method] = { embedding: Array.from(embedding), features: measureVoice(sound, SAMPLE_RATE), wordErrors }
  }
  await appendFile(resultsPath, `${JSON.stringify({ person, words: said.length, likeness, renderings })}\n`)
  console.log(person, likeness.map((value) => value.toFixed(3)).join(' '))
}
await judge.dispose()
