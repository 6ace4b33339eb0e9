import { describe, expect, it } from 'vitest'
import { buildEpub2, buildEpub3, CARPET_BAG, COVER, LOOMINGS } from '#fixtures/documents/epub'
import { readDocument } from '../read-document'

const read = (blob: Blob) => readDocument({ blob, name: 'a_book.epub', onProgress: () => undefined })
const code = (blob: Blob) => read(blob).then(() => 'read', (thrown: unknown) => (thrown as { code: string }).code)

describe('a book of EPUB 3', () => {
  it('has its facts, and the chapters of its navigation in reading order', async () => {
    const book = await read(buildEpub3())
    expect(book).toMatchObject({ title: 'Moby-Dick; or, The Whale', author: 'Herman Melville', language: 'en-US', cover: { mediaType: 'image/png' } })
    expect(book.cover && new Uint8Array(book.cover.bytes)).toEqual(COVER)
    expect(book.chapters.map(({ title, isAside = false }) => [title, isAside])).toEqual([
      ['Copyright', true],
      ['1. Loomings', false],
      ['2. The Carpet-Bag', false],
      ['Notes', true],
    ])
  })

  it('is read without marks and texts of notes, page numbers, scripts and hidden text; a table says its rows', async () => {
    const { chapters } = await read(buildEpub3())
    expect(chapters[1]?.text).toBe(
      `Chapter 1 Loomings\n\n${LOOMINGS}\n\nShip, Port.\n\nPequod, Nantucket.\n\nIt is a way I have of driving off the spleen.\n\nThis is my substitute for pistol and ball.`,
    )
    expect(chapters[2]?.text).toBe(`Chapter 2 The Carpet-Bag\n\n${CARPET_BAG}`)
    // The note that was referred to is left out where it stands, too.
    expect(chapters[3]?.text).toBe('Notes\n\nSet in the nineteenth century.')
  })

  it('tells how far it has come', async () => {
    const told: number[] = []
    await readDocument({ blob: buildEpub3(), name: 'book.epub', onProgress: (fraction) => told.push(fraction) })
    expect(told.at(-1)).toBe(1)
    expect(told).toEqual([...told].sort((first, second) => first - second))
  })

  it('is named after its file, and its chapters after their headings, where it says nothing itself', async () => {
    const opf = `<package><manifest><item id="c" href="text/chapter1b.xhtml"/></manifest><spine><itemref idref="c"/></spine></package>`
    expect(await read(buildEpub3({ 'OPS/book.opf': opf }))).toMatchObject({ title: 'a book', author: null, language: null, cover: null, chapters: [{ title: 'Chapter 2 The Carpet-Bag' }] })
  })
})

it('reads EPUB 2: parts and chapters of an NCX in one file, notes by links', async () => {
  const book = await read(buildEpub2())
  expect(book).toMatchObject({ title: 'Pride and Prejudice', author: 'Jane Austen', language: 'en', cover: { mediaType: 'image/png' } })
  expect(book.chapters).toEqual([
    { title: 'Chapter 1', text: 'Volume I\n\nChapter 1\n\nIt is a truth universally acknowledged, that a single man in possession of a good fortune must be in want of a wife.' },
    { title: 'Chapter 2', text: 'Chapter 2\n\nMr. Bennet was among the earliest of those who waited on Mr. Bingley.' },
  ])
})

describe('a book that cannot be read', () => {
  it.each([0.3, 0.7, 0.999])('is damaged where %f of it arrived', async (share) => {
    const blob = buildEpub3()
    expect(await code(blob.slice(0, Math.floor(share * blob.size)))).toBe('document-damaged')
  })

  it('is protected where its text is encrypted, and read where only fonts are', async () => {
    const encryption = (algorithm: string) => ({
      'META-INF/encryption.xml': `<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
    })
    expect(await code(buildEpub3(encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc')))).toBe('document-protected')
    expect(await code(buildEpub3(encryption('http://www.idpf.org/2008/embedding')))).toBe('read')
  })

  it('is too large where it unpacks to far more than it is', async () => {
    expect(await code(buildEpub3({ 'OPS/front.xhtml': new Uint8Array(6 * 2 ** 20) }))).toBe('document-too-large')
  })

  it('is damaged where elements are nested beyond all measure, or it lists nothing', async () => {
    expect(await code(buildEpub3({ 'OPS/front.xhtml': '<div>'.repeat(100_000) }))).toBe('document-damaged')
    expect(await code(buildEpub3({ 'OPS/book.opf': '<package/>' }))).toBe('document-damaged')
  })

  it('is empty where its pages are pictures', async () => {
    const picture = '<html><body><img src="scan.jpg" alt="A page"/></body></html>'
    expect(await code(buildEpub3({ 'OPS/front.xhtml': picture, 'OPS/text/chapter 1.xhtml': picture, 'OPS/text/chapter1b.xhtml': picture, 'OPS/notes.xhtml': picture }))).toBe('document-empty')
  })
})
