import { existsSync, readdirSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { modelsFolder } from './fetch-starter-model'

export const USAGE = `Speaks a text or a whole book with a voice, in the built app, from the command line.

  npm run speak -- --engine starter|pocket --voice PROMPT.wav --text "…" --out OUT.wav
                   [--format wav|mp3|m4a|opus|flac|m4b] [--pace N] [--pitch N] [--loudness N] [--seed N]
                   [--bundle DIR] [--threads N] [--ep wasm|webgpu] [--json]
  npm run speak -- --voice NARRATOR.wav --document BOOK.epub --out BOOK.m4b [--cast 'ANNA=ANNA.wav' …] [--chapter N] [the same]

  --engine   starter: leans towards the voice. pocket: clones it; needs the model's files.
  --voice    a recording of the voice, 1 second or more; any format the browser decodes
  --document a book, a script, subtitles: whatever the app reads (EPUB, PDF, DOCX, HTML, Markdown, TXT, SRT, VTT)
  --cast     who speaks as a name that the document has, with a recording of the voice; once for each of them
  --chapter  the number of the one chapter that is made
  --pace     0.6 to 1.6; 1 is the usual one
  --pitch    semitones, -6 to 6; --loudness: decibels, -12 to 12. A negative one is written --pitch=-2
  --bundle   folder with a Pocket TTS bundle (bundle.json and the files beside it)
  --format   of the file; left out, the ending of OUT tells, else it is WAV. m4b: an audiobook; a text is one chapter
  --seed     a whole number; the same seed, text and voice make the same sound again
  --threads  WASM threads; left out, the app chooses
  --ep       wasm: the CPU. webgpu: the GPU, experimental; takes Pocket TTS bundles in full precision (float32) only
  --json     print one JSON object in one line on stdout and nothing else there: the figures and "errors": [], or only
             "errors": [{"code", "message"}] (npm itself prints two lines before it unless it is run as npm run -s)

  Exit code  0: spoken. 1: the app failed, and said why. 2: wrong command line, or a file that is not there.`

/** A wrong command line or a file that is not there: code as the app's own, words for the person. */
export class SpeakArgumentError extends Error {
  override readonly name = 'SpeakArgumentError'

  constructor(
    readonly code: 'usage' | 'file-missing' | 'model-missing',
    message: string,
  ) {
    super(message)
  }
}

const FILE_FORMATS = ['wav', 'mp3', 'm4a', 'opus', 'flac', 'm4b'] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

/** A document that is made as a project. */
export interface BookArguments {
  readonly path: string
  readonly cast: readonly { readonly name: string; readonly voice: string }[]
  /** From 1; null for all of them. */
  readonly chapter: number | null
}

export interface SpeakArguments {
  readonly engine: 'starter' | 'pocket'
  readonly voice: string
  readonly spoken: { readonly text: string } | { readonly book: BookArguments }
  readonly pace: number | null
  readonly pitch: number | null
  readonly loudness: number | null
  readonly out: string
  readonly format: FileFormat
  readonly seed: number | null
  /** Model files to give to the app, empty for the starter. */
  readonly bundleFiles: readonly string[]
  readonly threads: number | null
  readonly executionProvider: 'wasm' | 'webgpu'
}

const POCKET_PACK = 'pocket-tts-english-2026-04-int8'

/** An option's whole number; null where it was not given. Throws {@link SpeakArgumentError}. */
export function wholeNumber(name: string, value: string | undefined, minimum: number, maximum: number): number | null {
  if (value === undefined) return null
  const number = Number(value)
  if (Number.isInteger(number) && number >= minimum && number <= maximum) return number
  throw new SpeakArgumentError('usage', `--${name} must be a whole number from ${minimum} to ${maximum}, not "${value}".`)
}

/** The files of a bundle's folder, by default where the fetched one would lie. Throws {@link SpeakArgumentError}. */
export function filesOfBundle(bundle: string | undefined): string[] {
  const folder = resolve(bundle ?? join(modelsFolder, POCKET_PACK))
  if (!existsSync(join(folder, 'bundle.json'))) {
    const reason = bundle === undefined ? 'The Pocket TTS model is not on this machine.' : `${folder} holds no bundle.json.`
    throw new SpeakArgumentError('model-missing', `${reason} Give the folder of its files with --bundle DIR.`)
  }
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function readFormat(asked: string | undefined, out: string): FileFormat {
  const named = FILE_FORMATS.find((format) => format === (asked ?? extname(out).slice(1).toLowerCase()))
  if (named) return named
  if (asked === undefined) return 'wav'
  throw new SpeakArgumentError('usage', `--format must be one of ${FILE_FORMATS.join(', ')}, not "${asked}".`)
}

function existing(path: string, what: 'recording' | 'document'): string {
  if (!existsSync(path)) throw new SpeakArgumentError('file-missing', `There is no ${what} at ${resolve(path)}.`)
  return resolve(path)
}

/** Where a slider of the page is put, which has so many steps in 1; null where it was not given. */
function sliderValue(name: string, value: string | undefined, minimum: number, maximum: number, steps: number): number | null {
  if (value === undefined) return null
  const number = Number(value)
  if (number >= minimum && number <= maximum) return Math.round(steps * number) / steps
  throw new SpeakArgumentError('usage', `--${name} must be a number from ${minimum} to ${maximum}, not "${value}".`)
}

interface SpokenValues {
  readonly text?: string
  readonly document?: string
  readonly chapter?: string
  readonly cast?: readonly string[]
}

function readSpoken({ text, document, chapter, cast = [] }: SpokenValues): SpeakArguments['spoken'] {
  if (document === undefined) {
    if (chapter !== undefined || cast.length > 0) throw new SpeakArgumentError('usage', '--chapter and --cast belong to --document.')
    return { text: text ?? '' }
  }
  const roles = cast.map((role) => {
    const [, name, voice] = /^([^=]+)=(.+)$/.exec(role) ?? []
    if (name === undefined || voice === undefined) throw new SpeakArgumentError('usage', `--cast must be NAME=VOICE.wav, not "${role}".`)
    return { name: name.trim(), voice: existing(voice, 'recording') }
  })
  return { book: { path: existing(document, 'document'), cast: roles, chapter: wholeNumber('chapter', chapter, 1, 100_000) } }
}

/** Reads and checks the command line. Throws {@link SpeakArgumentError}. */
export function readSpeakArguments(args: readonly string[]): SpeakArguments {
  const text = { type: 'string' } as const
  const names = {
    engine: text, voice: text, text, document: text, chapter: text, pace: text, pitch: text, loudness: text, out: text, format: text, seed: text, bundle: text, threads: text, ep: text,
  }
  let values: Partial<Record<keyof typeof names, string>> & { readonly cast?: readonly string[] }
  try {
    values = parseArgs({ args: [...args], options: { ...names, cast: { ...text, multiple: true }, json: { type: 'boolean' } } }).values
  } catch (thrown) {
    throw new SpeakArgumentError('usage', thrown instanceof Error ? thrown.message : String(thrown))
  }
  const { engine = 'starter', voice, out, ep = 'wasm' } = values
  if (engine !== 'starter' && engine !== 'pocket') throw new SpeakArgumentError('usage', `There is no engine "${engine}".`)
  if (ep !== 'wasm' && ep !== 'webgpu') throw new SpeakArgumentError('usage', `--ep must be wasm or webgpu, not "${ep}".`)
  if (voice === undefined || (values.text === undefined) === (values.document === undefined) || out === undefined) {
    throw new SpeakArgumentError('usage', '--voice, --out and either --text or --document are needed.')
  }
  return {
    engine,
    voice: existing(voice, 'recording'),
    spoken: readSpoken(values),
    pace: sliderValue('pace', values.pace, 0.6, 1.6, 20),
    pitch: sliderValue('pitch', values.pitch, -6, 6, 2),
    loudness: sliderValue('loudness', values.loudness, -12, 12, 1),
    out: resolve(out),
    format: readFormat(values.format, out),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    bundleFiles: engine === 'pocket' ? filesOfBundle(values.bundle) : [],
    threads: wholeNumber('threads', values.threads, 1, 16),
    executionProvider: ep,
  }
}
