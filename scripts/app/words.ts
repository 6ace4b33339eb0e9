/** `npm run words`: what will be said of a text. What it prints is told by `--help`. */
import { existsSync, readFileSync } from 'node:fs'
import { MynaError } from '../../src/shared/protocol/errors'
import { readWordsArguments, reportWords, WORDS_USAGE } from './words-report'

const options = process.argv.includes('--help') ? null : readWordsArguments(process.argv.slice(2))
const standardInput = 0

if (options === null || (options.file !== '-' && !existsSync(options.file))) {
  if (options !== null) console.error(`There is no file at ${options.file}.`)
  console.log(WORDS_USAGE)
  process.exitCode = process.argv.includes('--help') ? 0 : 2
} else {
  try {
    const { lines, leftOut } = await reportWords(readFileSync(options.file === '-' ? standardInput : options.file, 'utf8'), options)
    for (const line of lines) console.log(line)
    if (leftOut.length > 0) console.error(`Left out, since it cannot be read in ${options.language}: ${leftOut.join(', ')}`)
  } catch (thrown) {
    if (!(thrown instanceof MynaError)) throw thrown
    console.error(`${thrown.code}: ${thrown.message}`)
    process.exitCode = 1
  }
}
