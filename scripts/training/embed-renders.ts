import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { createSpeakerEncoder } from '../../workers/speaker-encoder/speaker-encoder'
import { createNativeSession } from '../fixtures/native-session'
import { readPcm16Wav } from '../fixtures/read-wav'
import { readSpeakerEncoder } from './starter-engine'

/**
 * Listens again, with the speaker encoder of today, to what render-styles.ts wrote, so that a new encoder needs no new
 * renderings: `npx tsx scripts/training/embed-renders.ts FOLDER...` puts its vectors into the results.jsonl of each folder.
 */
const resultSchema = v.looseObject({ id: v.string(), embedding: v.nullable(v.array(v.number())) })

const encoder = createSpeakerEncoder(await createNativeSession(await readSpeakerEncoder()))
for (const folder of process.argv.slice(2)) {
  const resultsPath = join(folder, 'results.jsonl')
  const results = (await readFile(resultsPath, 'utf8')).trim().split('\n').map((line) => v.parse(resultSchema, JSON.parse(line)))
  const lines: string[] = []
  for (const result of results) {
    if (result.embedding) {
      const { samples } = readPcm16Wav(await readFile(join(folder, 'wav', `${result.id}.wav`)))
      result.embedding = Array.from(await encoder.embed(samples), (value) => Number(value.toFixed(5)))
    }
    lines.push(JSON.stringify(result))
  }
  await writeFile(`${resultsPath}.part`, `${lines.join('\n')}\n`)
  await rename(`${resultsPath}.part`, resultsPath)
  console.log(`${folder}: ${lines.length} renderings`)
}
