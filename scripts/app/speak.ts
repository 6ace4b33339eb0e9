/** `npm run speak`: the built app, driven from the command line. What it prints and its exit codes are told by `--help`. */
import { parse } from 'node:path'
import { AppPage, ShownError } from '../../e2e/support/app-page'
import { ProjectPage } from '../../e2e/support/project-page'
import { startApp } from './running-app'
import { readSpeakArguments, SpeakArgumentError, USAGE, type BookArguments, type SpeakArguments } from './speak-arguments'

/** Speech may take several times its own length on a small machine; a quarter of an hour covers 5,000 characters. */
const LONGEST_READING_MS = 15 * 60_000
/** A book of 100,000 words is ten hours of speech. */
const LONGEST_BOOK_MS = 72 * 3600_000

const asJson = process.argv.includes('--json')
const report = (line: string) => {
  console.error(line)
}

async function speak(options: SpeakArguments): Promise<Record<string, unknown>> {
  const running = await startApp({ report, webGpu: options.executionProvider === 'webgpu' })
  try {
    const profile = await running.newProfile()
    const app = new AppPage(await profile.newPage())
    await app.open()
    if (options.bundleFiles.length > 0) await app.importModelFiles(options.bundleFiles)
    const { spoken } = options
    if ('book' in spoken) for (const { name, voice } of spoken.book.cast) await app.makeVoiceFromFile(voice, name)
    await app.makeVoiceFromFile(options.voice, 'Command line')
    if (options.engine === 'pocket') await app.chooseEngine(/from your disk/, /pocket tts.*english/i)
    else await app.chooseEngine(/starter/i, /kokoro/i)
    await app.computeWith(options.executionProvider === 'webgpu' ? 'GPU (WebGPU)' : 'CPU (WebAssembly)')
    if (options.threads !== null) await app.setThreads(options.threads)
    if (options.seed !== null) await app.setSeed(options.seed)
    for (const [slider, value] of [['Pace', options.pace], ['Pitch', options.pitch], ['Loudness', options.loudness]] as const) {
      if (value !== null) await app.setSlider(slider, value)
    }
    if ('book' in spoken) return await speakBook(app, spoken.book, options)
    await app.speak(spoken.text, LONGEST_READING_MS)
    const { engineName, packId, settings, figures } = await app.details()
    if (options.format === 'm4b') await app.downloadBook(options.out, { title: parse(options.out).name })
    else await app.downloadSound(options.format, options.out)
    return { engine: engineName, packId, seed: settings.seed, out: options.out, ...figures, errors: [] }
  } finally {
    await running.close()
  }
}

/** The document as a project, and that as a file. */
async function speakBook(app: AppPage, { path, cast, chapter }: BookArguments, { format, out }: SpeakArguments): Promise<Record<string, unknown>> {
  const project = new ProjectPage(app)
  await project.createFrom(path, chapter)
  for (const { name } of cast) await project.cast(name, name)
  const made = await project.make(LONGEST_BOOK_MS)
  await project.download(format, out)
  return { document: path, out, made, errors: [] }
}

function fail(code: string, message: string, exitCode: number): void {
  if (asJson) console.log(JSON.stringify({ errors: [{ code, message }] }))
  console.error(message)
  process.exitCode = exitCode
}

try {
  if (process.argv.includes('--help')) {
    console.log(USAGE)
  } else {
    const result = await speak(readSpeakArguments(process.argv.slice(2)))
    if (asJson) console.log(JSON.stringify(result))
    else for (const [name, value] of Object.entries(result)) console.log(`${name}: ${JSON.stringify(value)}`)
  }
} catch (thrown) {
  if (thrown instanceof SpeakArgumentError) {
    fail(thrown.code, thrown.code === 'usage' ? `${thrown.message}\n\n${USAGE}` : thrown.message, 2)
  } else if (thrown instanceof ShownError) {
    fail(thrown.code, thrown.words, 1)
  } else {
    fail('internal', thrown instanceof Error ? thrown.message : String(thrown), 1)
  }
}
