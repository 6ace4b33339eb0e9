import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { filesOfBundle, SpeakArgumentError, wholeNumber } from '../app/speak-arguments'

export const EVAL_USAGE = `Lets the built app speak texts with voices and measures the takes: with one candidate for each sentence, and with the
best of several.

  npm run eval [-- --prompts A.wav --prompts B.wav … --texts TEXTS.txt --best-of N --bundle DIR]

  --prompts  recordings of voices as WAV; left out, the two of the tests
  --texts    a file with one text per line; left out, three texts
  --best-of  candidates for each sentence, 2 to 8; left out, 3
  --bundle   folder with a Pocket TTS bundle; left out, the starter engine speaks

  Word error rate: Whisper base in the app. Likeness: cosine between the embeddings of take and prompt, with the two
  halves of the prompt and the other prompts beside it.

  npm run eval -- --identity --help: how near the starter comes to people, as a judge from outside hears it.`

const FIXTURES = resolve(import.meta.dirname, '../../e2e/fixtures/audio')
const TEXTS = [
  'The old clock on the wall has stopped at five past seven. Nobody in the house had noticed it before the guests arrived.',
  'We walked along the river until the rain began, then ran for the nearest tree. She laughed and shook the water from her hair.',
  'Please send the three signed letters to Doctor Miller by Friday. If he is away, leave them with his daughter next door.',
]

export interface EvalArguments {
  /** Absolute paths. */
  readonly prompts: readonly string[]
  readonly texts: readonly string[]
  readonly bestOf: number
  /** Empty for the starter. */
  readonly bundleFiles: readonly string[]
}

/** Reads and checks the command line. Throws {@link SpeakArgumentError}. */
export function readEvalArguments(args: readonly string[]): EvalArguments {
  const { prompts, texts, bundle, ...values } = parse(args)
  const paths = (prompts ?? ['kennedy.wav', 'allison.wav'].map((name) => resolve(FIXTURES, name))).map((path) => resolve(path))
  for (const path of [...paths, ...(texts === undefined ? [] : [texts])]) {
    if (!existsSync(path)) throw new SpeakArgumentError('file-missing', `There is no file ${path}.`)
  }
  const lines = texts === undefined ? TEXTS : readFileSync(texts, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '')
  if (lines.length === 0) throw new SpeakArgumentError('usage', `${texts ?? ''} holds no text.`)
  return {
    prompts: paths,
    texts: lines,
    bestOf: wholeNumber('best-of', values['best-of'], 2, 8) ?? 3,
    bundleFiles: bundle === undefined ? [] : filesOfBundle(bundle),
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { prompts: { ...text, multiple: true }, texts: text, 'best-of': text, bundle: text } }).values
  } catch (thrown) {
    throw new SpeakArgumentError('usage', thrown instanceof Error ? thrown.message : String(thrown))
  }
}
