/** `npm run eval`: does it say what was written, and is it that voice? What it prints is told by `--help`. */
import { basename } from 'node:path'
import { AppPage, ShownError, type TakeDetails } from '../../e2e/support/app-page'
import { EVAL_USAGE, readEvalArguments, type EvalArguments } from './eval-arguments'
import { evalFigures } from './eval-figures'
import { speakerReferences, type References } from './eval-references'
import { startApp } from '../app/running-app'
import { SpeakArgumentError } from '../app/speak-arguments'
import { evaluateIdentity } from './identity'
import { IDENTITY_USAGE, readIdentityArguments } from './identity-arguments'

const LONGEST_READING_MS = 15 * 60_000
const LONGEST_CHECK_MS = 5 * 60_000
/** The same for every text, so that a run can be repeated. */
const SEED = 1

async function openApp({ bundleFiles }: EvalArguments, app: AppPage): Promise<void> {
  await app.open()
  if (bundleFiles.length > 0) await app.importModelFiles(bundleFiles)
  await app.fetchTranscriber()
  if (bundleFiles.length > 0) await app.chooseEngine(/from your disk/)
  else await app.chooseEngine(/starter/i, /kokoro/i)
  await app.setSeed(SEED)
}

async function readTexts(app: AppPage, texts: readonly string[], bestOf: number): Promise<TakeDetails[]> {
  await app.setBestOf(bestOf)
  const takes: TakeDetails[] = []
  for (const text of texts) {
    await app.speak(text, LONGEST_READING_MS)
    takes.push(await app.judged(LONGEST_CHECK_MS))
    console.error(`best of ${bestOf}: ${text}`)
  }
  return takes
}

const COLUMNS = [
  'voice', 'candidates', 'sentences', 'word error rate', 'likeness to the prompt', 'same person', 'another person',
  'first candidate faulty', 'kept candidate faulty', 'speaking time',
]

const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)} %`)
const score = (similarity: number | null) => similarity?.toFixed(3) ?? '-'
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

function row(name: string, bestOf: number, takes: readonly TakeDetails[], references: References | null): string {
  const { sentenceCount, wordErrorRate, similarity, neededRetry, stillFaulty } = evalFigures(takes)
  const seconds = takes.reduce((sum, { figures }) => sum + figures.wallMs / 1000, 0)
  return line([
    name, String(bestOf), String(sentenceCount), percent(wordErrorRate), score(similarity),
    score(references?.samePerson ?? null), score(references?.otherPerson ?? null),
    percent(neededRetry), percent(stillFaulty), `${seconds.toFixed(0)} s`,
  ])
}

async function evaluate(options: EvalArguments): Promise<void> {
  const references = await speakerReferences(options.prompts)
  const running = await startApp({ report: console.error })
  try {
    const app = new AppPage(await (await running.newProfile()).newPage())
    await openApp(options, app)
    const counts = [1, options.bestOf]
    const all: TakeDetails[][] = counts.map(() => [])
    console.log(line(COLUMNS))
    console.log(line(COLUMNS.map((_, column) => (column === 0 ? '---' : '---:'))))
    for (const [index, prompt] of options.prompts.entries()) {
      await app.makeVoiceFromFile(prompt, basename(prompt))
      for (const [place, bestOf] of counts.entries()) {
        const takes = await readTexts(app, options.texts, bestOf)
        all[place]?.push(...takes)
        // At once: a long run that breaks off has shown what it found.
        console.log(row(basename(prompt), bestOf, takes, references[index] ?? null))
      }
    }
    for (const [place, bestOf] of counts.entries()) console.log(row('all', bestOf, all[place] ?? [], null))
  } finally {
    await running.close()
  }
}

const args = process.argv.slice(2)
const asksForIdentity = args.includes('--identity')
const usage = asksForIdentity ? IDENTITY_USAGE : EVAL_USAGE
try {
  if (args.includes('--help')) console.log(usage)
  else if (asksForIdentity) await evaluateIdentity(readIdentityArguments(args))
  else await evaluate(readEvalArguments(args))
} catch (thrown) {
  const isUsage = thrown instanceof SpeakArgumentError
  const words = thrown instanceof ShownError ? thrown.words : thrown instanceof Error ? thrown.message : String(thrown)
  console.error(isUsage && thrown.code === 'usage' ? `${words}\n\n${usage}` : words)
  process.exitCode = isUsage ? 2 : 1
}
