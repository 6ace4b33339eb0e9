import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { resample } from '../../src/shared/audio/resample'
import { encodeWav16 } from '../../src/shared/audio/wav'
import { measureVoice } from '../../src/shared/audio/voice-features'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { tidySpeech } from '../../workers/inference/engines/kokoro/speech-edges'
import { readStyleTable, STYLE_WIDTH, styleRow } from '../../workers/inference/engines/kokoro/style-table'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { float32, floats, int64 } from '../../workers/runtime/tensor'
import { createSpeakerEncoder, ENCODER_SAMPLE_RATE } from '../../workers/speaker-encoder/speaker-encoder'
import { createNativeSession } from '../fixtures/native-session'
import { readSpeakerEncoder } from './starter-engine'
import { starterFolder } from '../app/fetch-starter-model'

/**
 * Speaks texts in given styles with the starter network and measures them; training/starter-style makes the jobs and
 * reads the results. Continues where an earlier run stopped. `npx tsx scripts/training/render-styles.ts --jobs JOBS.jsonl --course
 * COURSE.f32 --out FOLDER [--limit FIRST_JOBS]`: results.jsonl, one line a job, and its sound at 16 kHz as wav/ID.wav.
 */
const jobSchema = v.object({
  id: v.string(),
  text: v.string(),
  /** A style's mean over all rows; the course over the rows is added to it. */
  style: v.optional(v.pipe(v.array(v.number()), v.length(STYLE_WIDTH))),
  /** A whole table of its own, float32 [510, 256]. */
  table: v.optional(v.string()),
})

const SAMPLE_RATE = 24_000
const { values: options } = parseArgs({
  options: { jobs: { type: 'string' }, course: { type: 'string' }, out: { type: 'string' }, limit: { type: 'string' } },
})
const { jobs: jobsPath, course: coursePath, out, limit } = options
if (!jobsPath || !coursePath || !out) throw new Error('--jobs, --course and --out are needed')

const readBytes = async (path: string) => new Uint8Array(await readFile(path)).buffer
const readFloats = async (path: string) => readStyleTable(await readBytes(path))
const course = await readFloats(coursePath)
const resultsPath = join(out, 'results.jsonl')
await mkdir(join(out, 'wav'), { recursive: true })
const done = new Set(
  existsSync(resultsPath)
    ? (await readFile(resultsPath, 'utf8')).trim().split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { id: string }).id)
    : [],
)
const jobs = (await readFile(jobsPath, 'utf8')).trim().split('\n').map((line) => v.parse(jobSchema, JSON.parse(line)))
const waiting = jobs.slice(0, Number(limit ?? jobs.length)).filter(({ id }) => !done.has(id))
console.log(`${waiting.length} of ${jobs.length} jobs to do`)

const network = await createNativeSession(await readBytes(join(starterFolder, 'model.onnx')))
const encoder = createSpeakerEncoder(await createNativeSession(await readSpeakerEncoder()))
const phonemize = await loadPhonemizer()
const idsOf = new Map<string, number[]>()
const tables = new Map<string, Float32Array>()
const startedAt = performance.now()
let spokenSeconds = 0

for (const [index, { id, text, style, table }] of waiting.entries()) {
  const ids = idsOf.get(text) ?? phonemeIds(await phonemize(text, 'american'))
  idsOf.set(text, ids)
  let row: Float32Array
  if (table) {
    const whole = tables.get(table) ?? (await readFloats(table))
    tables.set(table, whole)
    row = styleRow(whole, ids.length)
  } else {
    row = styleRow(course, ids.length).map((value, at) => value + (style?.[at] ?? 0))
  }
  const inputIds = withBoundaries(ids)
  const { waveform } = await network.run({
    input_ids: int64(inputIds, [1, inputIds.length]),
    style: float32(row, [1, STYLE_WIDTH]),
    speed: float32(Float32Array.of(1), [1]),
  })
  const speech = tidySpeech(floats(waveform), SAMPLE_RATE, 0)
  const heard = resample(speech, SAMPLE_RATE, ENCODER_SAMPLE_RATE)
  const seconds = speech.length / SAMPLE_RATE
  const embedding = seconds >= 1 ? Array.from(await encoder.embed(heard), (value) => Number(value.toFixed(5))) : null
  await writeFile(join(out, 'wav', `${id}.wav`), new Uint8Array(encodeWav16(heard, ENCODER_SAMPLE_RATE)))
  await appendFile(resultsPath, `${JSON.stringify({ id, seconds, embedding, features: measureVoice(speech, SAMPLE_RATE) })}\n`)
  spokenSeconds += seconds
  if (index % 20 === 19) {
    const wall = (performance.now() - startedAt) / 1000
    console.log(`${index + 1}/${waiting.length} ${(wall / (index + 1)).toFixed(2)} s each, RTF ${(wall / spokenSeconds).toFixed(2)}`)
  }
}
