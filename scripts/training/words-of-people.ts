import { createReadStream } from 'node:fs'
import { appendFile, readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { loadPhonemizer } from '../../workers/inference/engines/kokoro/phonemes'
import { phonemeIds, withBoundaries } from '../../workers/inference/engines/kokoro/vocabulary'
import { createWhisperJudge } from '../eval/whisper-judge'

/**
 * Says what is spoken in stretches of recordings, and in which sounds of the starter, for training/starter-encoder/prepare.py:
 * `npx tsx scripts/training/words-of-people.ts STRETCHES OUT`. Each line of STRETCHES is JSON: id, path of a file of float32
 * samples at 16 kHz, and the words, or null where Whisper is to hear them. Continues where it stopped.
 */
interface Stretch {
  readonly id: string
  readonly path: string
  readonly words: string | null
}

const [stretches, out] = process.argv.slice(2)
if (stretches === undefined || out === undefined) throw new Error('name two files: STRETCHES and OUT')
const before = await readFile(out, 'utf8').catch(() => '')
const known = new Set(before.split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as Stretch).id))
const phonemize = await loadPhonemizer()
const judge = await createWhisperJudge()

for await (const line of createInterface(createReadStream(stretches))) {
  const { id, path, words } = JSON.parse(line) as Stretch
  if (known.has(id)) continue
  const said = words ?? (await judge.transcribe(new Float32Array(new Uint8Array(await readFile(path)).buffer)))
  const ids = withBoundaries(phonemeIds(await phonemize(said, 'american')))
  await appendFile(out, `${JSON.stringify({ id, words: said, ids: [...ids] })}\n`)
}
await judge.dispose()
