import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { joinSamples } from '../../src/shared/audio/join'
import { resample } from '../../src/shared/audio/resample'
import { alignWords } from '../../src/shared/text/comparison/word-alignment'
import { transcriptWords } from '../../src/shared/text/comparison/word-error-rate'
import type { TimedWord } from '../../src/shared/protocol/timed-word'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { openStarterNetwork } from '../../workers/inference/engines/kokoro/network/starter-network'
import { partLengthsOf } from '../../workers/inference/engines/kokoro/network/sound-parts'
import { readStyleTable, styleRow } from '../../workers/inference/engines/kokoro/style-table'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { withoutSilence, wordTimes } from '../../workers/inference/engines/kokoro/word-times'
import { fetchStarterModel, starterFolder } from '../app/fetch-starter-model'
import { loadNodeTeam } from '../fixtures/node-kernels'
import { mean } from './eval-figures'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from './whisper-judge'

/**
 * How far the starter's own word times are from the edges of silence in its sound and, with `--whisper`, from where Whisper hears the
 * words, on sentences of `forty-sentences.txt`: `npx tsx scripts/eval/word-times.ts [--limit SENTENCES] [--whisper]`.
 */
const { values } = parseArgs({ options: { limit: { type: 'string' }, whisper: { type: 'boolean' } } })

const STYLE = 'af_heart'
const SAMPLE_RATE = 24_000

/** Sound is looked at in steps; what is this much weaker than the loudest step is silent, and so long a silence is a pause. */
const STEP_SECONDS = 0.005
const SILENCE_DB = 40
const SHORTEST_PAUSE_SECONDS = 0.08

/** In seconds, the engine's minus the other's. */
interface Difference {
  readonly start?: number
  readonly end?: number
}

/** The stretches that sound, in seconds, between the pauses of a sentence. */
function soundingStretches(samples: Float32Array): { readonly start: number; readonly end: number }[] {
  const step = STEP_SECONDS * SAMPLE_RATE
  const powers = Array.from({ length: Math.floor(samples.length / step) }, (_, at) => samples.subarray(at * step, (at + 1) * step).reduce((sum, sample) => sum + sample * sample, 0))
  const floor = powers.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-SILENCE_DB / 10)
  const stretches: { start: number; end: number }[] = []
  for (const [at, power] of powers.entries()) {
    if (power <= floor) continue
    const [start, end] = [at * STEP_SECONDS, (at + 1) * STEP_SECONDS]
    const last = stretches.at(-1)
    if (last && start - last.end < SHORTEST_PAUSE_SECONDS) last.end = end
    else stretches.push({ start, end })
  }
  return stretches
}

/** Of the words at the edges of a sentence's pauses, which the ear of a program can find exactly. */
function atPauses(words: readonly TimedWord[], samples: Float32Array): Difference[] {
  const stretches = soundingStretches(samples)
  const first = (index: number) => stretches.findIndex(({ end }) => (words[index]?.startSeconds ?? 0) + (words[index]?.endSeconds ?? 0) < 2 * end)
  return words.map((word, index) => {
    const stretch = stretches[first(index)]
    const begins = index === 0 || first(index - 1) !== first(index)
    const ends = index === words.length - 1 || first(index + 1) !== first(index)
    return { ...(stretch && begins && { start: word.startSeconds - stretch.start }), ...(stretch && ends && { end: word.endSeconds - stretch.end }) }
  })
}

/** Of the words that were heard as written, one for one. */
function byTranscriber(said: readonly TimedWord[], heard: readonly TimedWord[]): Difference[] {
  const bare = (words: readonly TimedWord[]) => words.map(({ text }) => transcriptWords(text).join(''))
  return alignWords(bare(said), bare(heard)).flatMap(({ said: [from, to], heard: [start, end], same }) => {
    const [word, ear] = [said[from], heard[start]]
    if (!same || to - from !== 1 || end - start !== 1 || !word || !ear) return []
    return [{ start: word.startSeconds - ear.startSeconds, end: word.endSeconds - ear.endSeconds }]
  })
}

await fetchStarterModel(console.error)
const table = readStyleTable(new Uint8Array(readFileSync(join(starterFolder, `voices/${STYLE}.bin`))).buffer)
const network = await openStarterNetwork(new Uint8Array(readFileSync(join(starterFolder, 'model.onnx'))), () => loadNodeTeam(1, 'relaxed'))
const phonemize = await loadPhonemizer()
const judge = values.whisper ? await createWhisperJudge() : null
const sentences = readFileSync(resolve(import.meta.dirname, 'forty-sentences.txt'), 'utf8').trim().split('\n').slice(0, Number(values.limit ?? Infinity))

const rows = {
  'durations against pauses': [] as Difference[],
  'app against pauses': [] as Difference[],
  'Whisper against pauses': [] as Difference[],
  'app against Whisper': [] as Difference[],
}
for (const sentence of sentences) {
  const ids = phonemeIds(await phonemize(sentence, 'american'))
  const parts: Float32Array[] = []
  let said: readonly TimedWord[] = []
  for await (const { samples, durations } of network.speak(withBoundaries(ids), { style: styleRow(table, ids.length), speed: 1 }, partLengthsOf(1), () => Promise.resolve())) {
    parts.push(samples)
    said = wordTimes(sentence, ids, durations)
  }
  const sound = joinSamples(parts)
  const shown = withoutSilence(said, sound, SAMPLE_RATE)
  rows['durations against pauses'].push(...atPauses(said, sound))
  rows['app against pauses'].push(...atPauses(shown, sound))
  if (!judge) continue
  const heard = await judge.timedWords(resample(sound, SAMPLE_RATE, JUDGE_SAMPLE_RATE))
  rows['Whisper against pauses'].push(...atPauses(heard, sound))
  rows['app against Whisper'].push(...byTranscriber(shown, heard))
}
await judge?.dispose()

function meanMs(seconds: readonly number[]): string {
  return `${(1000 * (mean(seconds) ?? NaN)).toFixed(0)} ms`
}

console.log(`\n| ${sentences.length} sentences | words | mean absolute error | mean error | mean absolute error without it |\n|---|---:|---:|---:|---:|`)
for (const [name, all] of Object.entries(rows)) {
  for (const edge of ['start', 'end'] as const) {
    const errors = all.flatMap((difference) => difference[edge] ?? [])
    const bias = mean(errors) ?? NaN
    console.log(`| ${edge}, ${name} | ${errors.length} | ${meanMs(errors.map(Math.abs))} | ${meanMs(errors)} | ${meanMs(errors.map((error) => Math.abs(error - bias)))} |`)
  }
}
