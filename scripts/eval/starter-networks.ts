import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { joinSamples } from '../../src/shared/audio/join'
import { powerSpectrum } from '../../src/shared/audio/power-spectrum'
import { resample } from '../../src/shared/audio/resample'
import { editDistance, transcriptWords } from '../../src/shared/text/comparison/word-error-rate'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { partLengthsOf } from '../../workers/inference/engines/kokoro/network/sound-parts'
import { openStarterNetwork } from '../../workers/inference/engines/kokoro/network/starter-network'
import { readStyleTable, STYLE_WIDTH, styleRow } from '../../workers/inference/engines/kokoro/style-table'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { float32, floats, int64 } from '../../workers/runtime/tensor'
import { fetchStarterModel, starterFolder } from '../app/fetch-starter-model'
import { float32Graph } from '../bench/float32-starter'
import { createNativeSession } from '../fixtures/native-session'
import { loadNodeTeam } from '../fixtures/node-kernels'
import { mean } from './eval-figures'
import { createWhisperJudge, JUDGE_SAMPLE_RATE } from './whisper-judge'

/**
 * Speaks forty sentences with the kernels, as sentences of a reading and as its first one, and with the published graphs on ONNX
 * Runtime, and says how many words Whisper hears otherwise and how good it sounds:
 * `npx tsx scripts/eval/starter-networks.ts [--limit SENTENCES] [--mos DNSMOS.onnx]`. The float32 graph takes part where
 * `npm run bench -- --part starter --float32` has fetched it.
 */
const { values } = parseArgs({ options: { limit: { type: 'string' }, mos: { type: 'string' } } })

const STYLE = 'af_heart'
const SAMPLE_RATE = 24_000

/** DNSMOS P.835 (Reddy et al. 2022) hears 9.01 s, and its raw scores go through these polynomials, highest power first. */
const MOS_SAMPLES = 144_160
const MOS_SCALES = { signal: [-0.08397278, 1.22083953, 0.0052439], background: [-0.13166888, 1.60915514, -0.39604546], overall: [-0.06766283, 1.11546468, 0.04602535] }

/** A sentence's sound, in the parts that it was made in. */
type Speak = (ids: readonly number[]) => Promise<readonly Float32Array[]>

interface Heard {
  readonly said: readonly string[]
  readonly heard: string
  readonly wrong: number
  readonly scores: readonly number[] | null
}

const bytesOf = (path: string) => new Uint8Array(readFileSync(path)).buffer

function graphSpeaker(path: string, table: Float32Array) {
  const opening = createNativeSession(bytesOf(path))
  return async (ids: readonly number[]) => {
    const input = withBoundaries(ids)
    const { waveform } = await (await opening).run({
      input_ids: int64(input, [1, input.length]),
      style: float32(styleRow(table, ids.length), [1, STYLE_WIDTH]),
      speed: float32(Float32Array.of(1), [1]),
    })
    return [floats(waveform)]
  }
}

async function kernelSpeaker(table: Float32Array) {
  const network = await openStarterNetwork(new Uint8Array(bytesOf(join(starterFolder, 'model.onnx'))), () => loadNodeTeam(1, 'relaxed'))
  return (chunkIndex: number): Speak => async (ids) => {
    const parts: Float32Array[] = []
    const manner = { style: styleRow(table, ids.length), speed: 1 }
    for await (const { samples } of network.speak(withBoundaries(ids), manner, partLengthsOf(chunkIndex), () => Promise.resolve())) parts.push(samples)
    return parts
  }
}

/** Signal, background and overall of a sound, which is repeated until it is long enough. */
async function openMos(path: string) {
  const session = await createNativeSession(bytesOf(path))
  return async (samples: Float32Array): Promise<number[]> => {
    const input = Float32Array.from({ length: MOS_SAMPLES }, (_, i) => samples[i % samples.length] ?? 0)
    const outputs = await session.run({ input_1: float32(input, [1, MOS_SAMPLES]) })
    const [raw] = Object.values(outputs)
    return Object.values(MOS_SCALES).map((scale, i) => scale.reduce((sum, factor) => sum * (floats(raw)[i] ?? NaN) + factor, 0))
  }
}

/** How much the spectrum changes within 20 ms around a sample, in dB. */
function fluxAt(sound: Float32Array, at: number): number {
  const length = 512
  const spectrumAt = (start: number) => powerSpectrum(Float64Array.from({ length }, (_, i) => (sound[start + i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))))
  const step = 0.01 * SAMPLE_RATE
  const [before, after] = [spectrumAt(at - step - length / 2), spectrumAt(at + step - length / 2)]
  return mean([...before].map((power, i) => Math.abs(10 * Math.log10((power + 1e-9) / ((after[i] ?? NaN) + 1e-9))))) ?? NaN
}

await fetchStarterModel(console.error)
const table = readStyleTable(bytesOf(join(starterFolder, `voices/${STYLE}.bin`)))
const byKernels = await kernelSpeaker(table)
const ways: readonly (readonly [name: string, speak: Speak])[] = [
  ['kernels', byKernels(1)],
  ['kernels, as a first sentence', byKernels(0)],
  ['published graph, 8 bits', graphSpeaker(join(starterFolder, 'model.onnx'), table)],
  ...(existsSync(float32Graph) ? [[basename(float32Graph), graphSpeaker(float32Graph, table)] as const] : []),
]
const phonemize = await loadPhonemizer()
const judge = await createWhisperJudge()
const scoresOf = values.mos === undefined ? null : await openMos(values.mos)
const sentences = readFileSync(resolve(import.meta.dirname, 'forty-sentences.txt'), 'utf8').trim().split('\n').slice(0, Number(values.limit ?? Infinity))

const results = new Map<string, Heard[]>(ways.map(([name]) => [name, []]))
const fluxes: { readonly joined: number; readonly whole: number }[] = []
for (const sentence of sentences) {
  const ids = phonemeIds(await phonemize(sentence, 'american'))
  const said = transcriptWords(sentence)
  const sounds: Float32Array[] = []
  for (const [name, speak] of ways) {
    const parts = await speak(ids)
    const sound = joinSamples(parts)
    sounds.push(sound)
    const judged = resample(sound, SAMPLE_RATE, JUDGE_SAMPLE_RATE)
    const heard = await judge.transcribe(judged)
    const wrong = editDistance(said, transcriptWords(heard))
    results.get(name)?.push({ said, heard, wrong, scores: scoresOf && (await scoresOf(judged)) })
    if (wrong > 0) console.log(`${name}: ${sentence}\n  ${heard}`)
    const [whole] = sounds
    let end = 0
    for (const part of parts.slice(0, -1)) {
      end += part.length
      if (whole !== undefined) fluxes.push({ joined: fluxAt(sound, end), whole: fluxAt(whole, end) })
    }
  }
}
await judge.dispose()

console.log(`\n| ${sentences.length} sentences | words wrong | signal | background | overall |\n|---|---:|---:|---:|---:|`)
for (const [name, all] of results) {
  const wrong = all.reduce((sum, each) => sum + each.wrong, 0)
  const words = all.reduce((sum, each) => sum + each.said.length, 0)
  const scores = Object.keys(MOS_SCALES).map((_, i) => mean(all.flatMap(({ scores: own }) => own?.[i] ?? []))?.toFixed(2) ?? '-')
  console.log(`| ${name} | ${wrong} of ${words} | ${scores.join(' | ')} |`)
}
console.log(`\n${fluxes.length} joints: the spectrum changes by ${mean(fluxes.map(({ joined }) => joined))?.toFixed(2)} dB there, by ${mean(fluxes.map(({ whole }) => whole))?.toFixed(2)} dB in the sentence made whole.`)
