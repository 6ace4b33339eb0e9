import { MynaError } from '../../../src/shared/protocol/errors'
import type { FoundLicence } from '../../../src/shared/protocol/model-address'
import { fetchSmall, type Remote } from './remote-files'
import type { SourceFile, SourceListing } from './source-listing'

const MOST_CHARACTERS = 60_000
const MOST_BYTES = 400_000

/** What a model card says of its model at its beginning (huggingface.co/docs/hub/model-cards, "metadata"). */
export interface ModelCard {
  readonly licence: string | null
  /** BCP 47 or the hub's names of languages. */
  readonly languages: readonly string[]
}

/** Reads the licence and the languages of a model card. A card may hold any YAML: only lines that are looked for need to be plain. */
export function readModelCard(readme: string): ModelCard {
  const front = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(readme)?.[1] ?? ''
  const value = (key: string) => plain(new RegExp(`^${key}:[ \\t]*(.*)$`, 'm').exec(front)?.[1] ?? '')
  const name = value('license')
  const listed = /^language:[ \t]*\r?\n((?:[ \t]*- .*(?:\r?\n|$))+)/m.exec(front)?.[1]?.split('\n').map((line) => plain(line.replace(/^\s*-/, '')))
  const languages = (listed ?? value('language').replace(/^\[|\]$/g, '').split(',').map(plain)).filter((language) => language !== '')
  return { licence: (name === 'other' ? value('license_name') : '') || name || null, languages }
}

const plain = (text: string) => text.replace(/\s+#.*$/, '').trim().replace(/^(['"])(.*)\1$/, '$2')

/** Finds the model card and the licence's text. What cannot be read is as if it were not there. Errors: `aborted`. */
export async function readLicence(listing: SourceListing, remote: Remote): Promise<{ readonly licence: FoundLicence; readonly card: ModelCard }> {
  const text = async (file: SourceFile | undefined) => (file === undefined ? null : readText(`${listing.base}${file.path}`, remote))
  const named = (pattern: RegExp) => listing.files.find(({ path }) => pattern.test(path))
  const licenceFile = named(/^(LICEN[CS]E|COPYING)(\.(md|txt))?$/i)
  const card = readModelCard((await text(named(/^README\.md$/i))) ?? '')
  const words = await text(licenceFile)
  return {
    card,
    licence: {
      name: card.licence,
      text: words === null ? null : words.slice(0, MOST_CHARACTERS),
      url: licenceFile === undefined ? listing.page : `${listing.base.replace('/resolve/', '/blob/')}${licenceFile.path}`,
    },
  }
}

async function readText(url: string, remote: Remote): Promise<string | null> {
  try {
    return new TextDecoder().decode(await fetchSmall(url, remote, MOST_BYTES))
  } catch (thrown) {
    remote.signal.throwIfAborted()
    if (thrown instanceof MynaError) return null
    throw thrown
  }
}
