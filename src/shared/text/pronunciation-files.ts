import { decodedEntities } from './normaliser/document/entities'
import { MAX_SPOKEN_CHARACTERS, MAX_WRITTEN_CHARACTERS, primaryLanguage, type Pronunciation } from './pronunciations'
import { respelledIpa } from './script/respelled-ipa'
import { xmlText } from './xml-text'

/** Files that pronunciations come in and go out as. */
export type PronunciationFormat = 'csv' | 'pls'

/** What a file holds. */
export interface ReadPronunciations {
  readonly entries: readonly Pronunciation[]
  /** Lines or lexemes that are no entry: without both words, or too long. */
  readonly skipped: number
}

/**
 * Reads a list: CSV (RFC 4180; commas, semicolons or tabs; written, spoken, language) or a lexicon in PLS (W3C, 1.0), whose phonemes
 * are respelled where they are in the International Phonetic Alphabet. Time grows with the file's length.
 *
 * @param language of entries that name none
 */
export function readPronunciations(file: string, language: string): ReadPronunciations {
  const text = file.replace(/^\ufeff/, '')
  const rows = /<lexicon[\s>]/i.test(text.slice(0, 2000)) ? rowsOfPls(text) : rowsOfCsv(text)
  const entries = rows.map((row) => entryOf(row, primaryLanguage(language))).filter((entry) => entry !== null)
  return { entries, skipped: rows.length - entries.length }
}

type Row = readonly (string | undefined)[]

function entryOf([written = '', spoken = '', tag = '']: Row, language: string): Pronunciation | null {
  const [word, said] = [tidy(written), tidy(spoken)]
  const fits = word !== '' && said !== '' && word.length <= MAX_WRITTEN_CHARACTERS && said.length <= MAX_SPOKEN_CHARACTERS
  return fits ? { written: word, spoken: said, language: primaryLanguage(tidy(tag)) || language } : null
}

function tidy(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

const headings = new Set(['written', 'word', 'grapheme', 'text', 'term'])

function rowsOfCsv(text: string): readonly Row[] {
  const [first = ''] = text.split('\n', 1)
  const separator = [',', ';', '\t'].map((sign) => ({ sign, count: first.split(sign).length })).sort((one, other) => other.count - one.count)[0]?.sign ?? ','
  const rows: string[][] = []
  let row: string[] = []
  // A field in quotes, in which two of them are one, or one without; then what ends it.
  const field = new RegExp(String.raw`(?:"((?:[^"]|"")*)"|([^${separator}\r\n]*))(${separator}|\r?\n|$)`, 'gy')
  for (const found of text.matchAll(field)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === separator) continue
    if (row.some((cell) => cell.trim() !== '')) rows.push(row)
    row = []
    if (found[3] === '') break
  }
  return headings.has(rows[0]?.[0]?.trim().toLowerCase() ?? '') ? rows.slice(1) : rows
}

function rowsOfPls(text: string): readonly Row[] {
  const language = /<lexicon\s[^<>]{0,2000}?xml:lang\s*=\s*["']([^"']{1,40})["']/i.exec(text)?.[1] ?? ''
  const alphabet = alphabetIn(/<lexicon\s[^<>]{0,2000}/i.exec(text)?.[0] ?? '') ?? 'ipa'
  return text.split(/<lexeme(?=[\s>])/i).slice(1).flatMap((lexeme): readonly Row[] => {
    const inside = lexeme.split(/<\/lexeme>/i, 1)[0] ?? ''
    const phoneme = elementsOf(inside, 'phoneme').find(({ attributes }) => (alphabetIn(attributes) ?? alphabet) === 'ipa')?.content
    const spoken = elementsOf(inside, 'alias')[0]?.content ?? (phoneme === undefined ? '' : respelledIpa(phoneme))
    const words = elementsOf(inside, 'grapheme')
    return (words.length === 0 ? [{ content: '' }] : words).map(({ content: word }) => [word, spoken, language])
  })
}

/** In lower case; null where none is named. */
function alphabetIn(attributes: string): string | null {
  return /\salphabet\s{0,3}=\s{0,3}["']([^"']{0,40})["']/i.exec(attributes)?.[1]?.trim().toLowerCase() ?? null
}

function elementsOf(xml: string, name: string): readonly { readonly attributes: string; readonly content: string }[] {
  return xml.split(new RegExp(`<${name}(?=[\\s>])`, 'i')).slice(1).map((part) => {
    const from = part.indexOf('>') + 1
    const end = part.indexOf('</', from)
    return { attributes: part.slice(0, from), content: decodedEntities(part.slice(from, end < 0 ? undefined : end).trim()) }
  })
}

/** A list as a file's text. PLS knows one language a file: entries of others are left out. */
export function writePronunciations(entries: readonly Pronunciation[], format: PronunciationFormat, language: string): string {
  if (format === 'csv') return `${[['written', 'spoken', 'language'], ...entries.map((entry) => [entry.written, entry.spoken, entry.language])].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
  const primary = primaryLanguage(language)
  const lexemes = entries
    .filter((entry) => entry.language === primary)
    .map(({ written, spoken }) => `  <lexeme>\n    <grapheme>${xmlText(written)}</grapheme>\n    <alias>${xmlText(spoken)}</alias>\n  </lexeme>\n`)
  const root = `<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="${xmlText(primary)}">`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n${lexemes.join('')}</lexicon>\n`
}

/** A cell that a spreadsheet would take for a formula is kept from it by a space, which reading takes away again. */
function cell(text: string): string {
  const safe = /^[=+@-]/.test(text) ? ` ${text}` : text
  return /[",\r\n]|^ /.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
