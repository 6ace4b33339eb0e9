import type { DocumentCover, ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeMarkup } from '../../../src/shared/text/decode-text'
import type { Block } from '../blocks'
import { chaptersOf, type Section } from '../chapters'
import { createTextBudget, titleOfName, type DocumentFile } from '../document-file'
import { readMarkup, type MarkupText } from '../markup/markup-reader'
import { findAll, parseXml } from '../markup/xml-tree'
import { openZip, type ZipArchive } from '../zip/zip-archive'
import { readPackage, resolvePath, type EpubPackage } from './package-file'
import { readNav, readNcx, type TocEntry } from './table-of-contents'

/** No file of a book's text is larger. */
const LARGEST_TEXT = 32 * 2 ** 20
const LARGEST_COVER = 8 * 2 ** 20
/** Algorithms that hide fonts alone: nothing that is read is encrypted with them. */
const FONT_ALGORITHMS = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC']

/**
 * Reads an EPUB of version 2 or 3: one chapter for each entry of its table of contents (of parts and chapters, not of sections below
 * them), in the order of its spine. Errors: `document-damaged`, `document-protected`, `document-password`, `document-too-large`,
 * `document-empty`.
 */
export async function readEpub({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  const zip = await openZip(blob)
  await refuseProtected(zip)
  const container = parseXml(await textOf(zip, 'META-INF/container.xml'))
  const packagePath = findAll(container, 'rootfile')[0]?.attributes['full-path'] ?? ''
  const book = readPackage(await textOf(zip, packagePath), packagePath)
  const toc = await readToc(zip, book)
  const sections = await readSpine(zip, book, toc, onProgress)
  return {
    title: book.title ?? titleOfName(name),
    author: book.author,
    language: book.language,
    cover: await readCover(zip, book),
    chapters: chaptersOf(sections),
  }
}

/** DRM encrypts the text itself (OCF 3.3, `encryption.xml`); hidden fonts do not matter here. */
async function refuseProtected(zip: ZipArchive): Promise<void> {
  const bytes = await zip.read('META-INF/encryption.xml', LARGEST_TEXT)
  if (bytes === null) return
  const encrypted = findAll(parseXml(decodeMarkup(bytes, TextDecoder)), 'EncryptedData')
  const isText = encrypted.some((data) => !FONT_ALGORITHMS.includes(findAll(data, 'EncryptionMethod')[0]?.attributes['Algorithm'] ?? ''))
  if (isText) throw new MynaError('document-protected', 'META-INF/encryption.xml encrypts more than fonts')
}

async function textOf(zip: ZipArchive, path: string): Promise<string> {
  const bytes = await zip.read(path, LARGEST_TEXT)
  if (bytes === null) throw new MynaError('document-damaged', `${path || 'the package'} is missing`)
  return decodeMarkup(bytes, TextDecoder)
}

async function readToc(zip: ZipArchive, { navPath, ncxPath }: EpubPackage): Promise<readonly TocEntry[]> {
  const nav = navPath === null ? null : await zip.read(navPath, LARGEST_TEXT)
  const entries = nav && navPath !== null ? readNav(decodeMarkup(nav, TextDecoder), navPath) : []
  if (entries.length > 0 || ncxPath === null) return entries
  const ncx = await zip.read(ncxPath, LARGEST_TEXT)
  return ncx ? readNcx(decodeMarkup(ncx, TextDecoder), ncxPath) : []
}

/** All of the book's text, cut where entries of the table of contents point to. A file without an entry goes on with the chapter before it. */
async function readSpine(zip: ZipArchive, book: EpubPackage, toc: readonly TocEntry[], onProgress: (fraction: number) => void): Promise<readonly Section[]> {
  const spend = createTextBudget()
  const noteTargets = new Set<string>()
  const sections: { title: string | null; blocks: Block[] }[] = []
  for (const [index, path] of book.spine.entries()) {
    if (path === book.navPath) continue
    const bytes = await zip.read(path, LARGEST_TEXT)
    // A spine that names what is not there is common enough: nothing that could be read is lost.
    if (bytes === null) continue
    const markup = readMarkup(decodeMarkup(bytes, TextDecoder), { noteTargets, resolve: (link) => resolvePath(path, link) })
    for (const { text } of markup.blocks) spend(text.length)
    for (const [part, { title, blocks }] of cutAtEntries(markup, path, toc).entries()) {
      const last = sections.at(-1)
      if (part === 0 && title === null && toc.length > 0 && last) last.blocks.push(...blocks)
      else sections.push({ title, blocks: [...blocks] })
    }
    onProgress((index + 1) / book.spine.length)
  }
  return sections
}

/** The stretches of one file; the first has a title only where an entry points to its beginning. */
function cutAtEntries({ blocks, anchors }: MarkupText, path: string, toc: readonly TocEntry[]): readonly Section[] {
  const cuts = new Map<number, string>()
  for (const { title, address } of toc) {
    const [file, id] = address.split('#', 2)
    const at = id === undefined ? 0 : (anchors.get(id) ?? 0)
    // Of several entries that point to one place the first names it: a part's own, or the chapter's.
    if (file === path && !cuts.has(at)) cuts.set(at, title)
  }
  const places = [...new Set([0, ...cuts.keys()])].sort((first, second) => first - second)
  return places.map((from, index) => ({ title: cuts.get(from) ?? null, blocks: blocks.slice(from, places[index + 1]) }))
}

/** Null where the book has none that is a JPEG or PNG of a usual size. */
async function readCover(zip: ZipArchive, { coverPath, coverType }: EpubPackage): Promise<DocumentCover | null> {
  if (coverPath === null || coverType === null) return null
  const bytes = await zip.read(coverPath, LARGEST_COVER).catch(() => null)
  return bytes && { bytes: bytes.buffer, mediaType: coverType }
}
