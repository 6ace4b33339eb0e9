import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeText } from '../../../src/shared/text/decode-text'
import type { Block } from '../blocks'
import { chaptersOf, sectionsByHeadings } from '../chapters'
import { createTextBudget, titleOfName, type DocumentFile } from '../document-file'
import { findAll, parseXml, textOfFirst } from '../markup/xml-tree'
import { openZip, type ZipArchive } from '../zip/zip-archive'
import { createBodyReader } from './body-reader'
import { defaultLanguage, readStyles } from './styles'

const LARGEST_PART = 16 * 2 ** 20
/** Read as it comes, so it may be larger than what is held. */
const LARGEST_BODY = 256 * 2 ** 20

/**
 * Reads a Word document (Office Open XML). Headings are those of its styles and outline levels; notes, heads and feet of pages, deleted
 * and hidden text and tables of contents are left out; rows of tables become a sentence each. Errors: `document-damaged`,
 * `document-password`, `document-too-large`, `document-empty`.
 */
export async function readDocx({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  const zip = await openZip(blob)
  const path = await bodyPath(zip)
  const stylesSource = await textOf(zip, `${path.slice(0, path.lastIndexOf('/') + 1)}styles.xml`)
  const core = parseXml(await textOf(zip, 'docProps/core.xml'))
  const blocks = await readBody(zip, path, readStyles(stylesSource))
  onProgress(1)
  const title = textOfFirst(core, 'title') ?? (blocks[0]?.level === 1 ? blocks[0].text : titleOfName(name))
  return {
    title,
    author: textOfFirst(core, 'creator'),
    language: textOfFirst(core, 'language') ?? defaultLanguage(stylesSource),
    cover: null,
    chapters: chaptersOf(sectionsByHeadings(blocks, title)),
  }
}

async function readBody(zip: ZipArchive, path: string, styles: ReturnType<typeof readStyles>): Promise<readonly Block[]> {
  const reader = createBodyReader(styles, createTextBudget())
  const decoder = new TextDecoder()
  const isThere = await zip.stream(path, LARGEST_BODY, (bytes) => { reader.write(decoder.decode(bytes, { stream: true })) })
  if (!isThere) throw new MynaError('document-damaged', `${path} is missing`)
  reader.write(decoder.decode())
  return reader.end()
}

/** Empty where the file has no such part: only the body is needed. */
async function textOf(zip: ZipArchive, path: string): Promise<string> {
  const bytes = await zip.read(path, LARGEST_PART)
  return bytes === null ? '' : decodeText(bytes, TextDecoder)
}

async function bodyPath(zip: ZipArchive): Promise<string> {
  const relations = findAll(parseXml(await textOf(zip, '_rels/.rels')), 'Relationship')
  const body = relations.find(({ attributes }) => (attributes['Type'] ?? '').endsWith('/officeDocument'))
  return body?.attributes['Target']?.replace(/^\//, '') ?? 'word/document.xml'
}
