import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SpeakArgumentError, wholeNumber } from '../app/speak-arguments'

export const IDENTITY_USAGE = `Lets the starter speak as people whom nothing was trained on, and asks a judge from outside how near it comes.

  npm run eval -- --identity --people PEOPLE --out READINGS [--methods searched,encoded,learned,followed --limit N --python PYTHON --dnsmos MODEL]

  --people   what training/identity/write_people.py wrote
  --out      folder for the readings; a run goes on where the one before it stopped
  --methods  searched: the style that is found; encoded: and what the encoder adds, where the guard keeps it; learned: and a lesson
             as the app gives it; followed: what is learned says the words of the second recording as that says them.
             Left out, all of them
  --limit    so many people, corpora and sexes in turn; left out, all
  --python   a Python with resemblyzer (training/identity/README.md); left out, python3
  --dnsmos   dnsmos_sig_bak_ovr.onnx, where quality is to be told, too

  Words: Whisper base. All figures: training/identity/identity.py.`

const METHODS = ['searched', 'encoded', 'learned', 'followed'] as const
/** How a voice is made. */
export type IdentityMethod = (typeof METHODS)[number]

export interface IdentityArguments {
  /** Absolute paths. */
  readonly people: string
  readonly out: string
  readonly methods: readonly IdentityMethod[]
  readonly limit: number
  readonly python: string
  readonly dnsmos: string | null
}

/** Reads and checks the command line behind `--identity`. Throws {@link SpeakArgumentError}. */
export function readIdentityArguments(args: readonly string[]): IdentityArguments {
  const { people, out, methods = METHODS.join(','), limit, python = 'python3', dnsmos } = parse(args)
  if (people === undefined || out === undefined) throw new SpeakArgumentError('usage', 'Name two folders: --people and --out.')
  for (const path of [join(people, 'people.json'), ...(dnsmos === undefined ? [] : [dnsmos])]) {
    if (!existsSync(path)) throw new SpeakArgumentError('file-missing', `There is no file ${path}.`)
  }
  return {
    people: resolve(people),
    out: resolve(out),
    methods: methods.split(',').map((name) => {
      const method = METHODS.find((known) => known === name)
      if (method === undefined) throw new SpeakArgumentError('usage', `There is no method ${name}: ${METHODS.join(', ')}.`)
      return method
    }),
    limit: wholeNumber('limit', limit, 1, 10_000) ?? Infinity,
    python,
    dnsmos: dnsmos === undefined ? null : resolve(dnsmos),
  }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args: [...args], options: { identity: { type: 'boolean' }, people: text, out: text, methods: text, limit: text, python: text, dnsmos: text } }).values
  } catch (thrown) {
    throw new SpeakArgumentError('usage', thrown instanceof Error ? thrown.message : String(thrown))
  }
}
