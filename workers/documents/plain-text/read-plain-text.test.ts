import { describe, expect, it } from 'vitest'
import { readDocument } from '../read-document'

const read = (content: BlobPart, name = 'a_story.txt') => readDocument({ blob: new Blob([content]), name, onProgress: () => undefined })

const BOOK = `Title: Emma
Author: Jane Austen
Language: English

*** START OF THE PROJECT GUTENBERG EBOOK EMMA ***

CHAPTER I

CHAPTER II

CHAPTER III

VOLUME I

CHAPTER I

Emma Woodhouse, handsome, clever, and rich, with a comfortable home and
happy disposition, seemed to unite some of the best blessings of existence;
and had lived nearly twenty-one years in the world.

She was the youngest of the two daughters of a most affectionate, indulgent
father.

CHAPTER II

Mr. Weston was a native of Highbury, and born of a respectable family, which
for the last two or three generations had been rising into gentility.

CHAPTER III

Mr. Woodhouse was fond of society in his own way.

*** END OF THE PROJECT GUTENBERG EBOOK EMMA ***

Licence.
`

describe('plain text', () => {
  it('has chapters where lines say so, joined lines, and the facts of what is around a book', async () => {
    const book = await read(BOOK)
    expect(book).toMatchObject({ title: 'Emma', author: 'Jane Austen', language: 'en', cover: null })
    expect(book.chapters.map(({ title }) => title)).toEqual(['CHAPTER I', 'CHAPTER II', 'CHAPTER III'])
    expect(book.chapters[0]?.text).toBe(
      'VOLUME I\n\nCHAPTER I\n\nEmma Woodhouse, handsome, clever, and rich, with a comfortable home and happy disposition, seemed to unite some of the best blessings of existence; and had lived nearly twenty-one years in the world.\n\nShe was the youngest of the two daughters of a most affectionate, indulgent father.',
    )
  })

  it('takes no sentence for a heading', async () => {
    const { chapters } = await read('Part of me knew it.\n\nChapter two was the one he liked.\n\nI\n\nBook three seats, please.\n\nII\n\nThe end.')
    expect(chapters.map(({ text }) => text)).toEqual(['Part of me knew it.\n\nChapter two was the one he liked.', 'I\n\nBook three seats, please.', 'II\n\nThe end.'])
  })

  it('keeps the lines of a poem', async () => {
    const poem = 'I wandered lonely as a cloud\nThat floats on high\n\nWhen all at once\nI saw a crowd'
    expect((await read(poem)).chapters).toEqual([{ title: 'a story', text: poem }])
  })

  const WORDS = '“Ça va, Zoë?” — naïve'
  it.each([
    ['UTF-8', new TextEncoder().encode(WORDS)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${WORDS}`)],
    ['UTF-16, little end first, with a mark', utf16(`\ufeff${WORDS}`, true)],
    ['UTF-16, big end first, with a mark', utf16(`\ufeff${WORDS}`, false)],
    ['UTF-16 without a mark', utf16(WORDS, true)],
    ['Windows-1252', Uint8Array.from([0x93, 0xc7, 0x61, 0x20, 0x76, 0x61, 0x2c, 0x20, 0x5a, 0x6f, 0xeb, 0x3f, 0x94, 0x20, 0x97, 0x20, 0x6e, 0x61, 0xef, 0x76, 0x65])],
  ])('is read as %s', async (_, bytes) => {
    expect((await read(bytes)).chapters[0]?.text).toBe(WORDS)
  })

  it.each([
    ['an empty file', new Uint8Array(0), 'x.txt', 'file-empty'],
    ['blanks', ' \n\n ', 'x.txt', 'document-empty'],
    ['bytes that are no text', Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 251), 'x.bin', 'document-unknown'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'x.txt', 'document-unknown'],
    ['a Word document of old', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'x.doc', 'document-old-word'],
    ['another archive', 'PK\u0003\u0004 something', 'x.zip', 'document-unknown'],
  ])('of %s is refused', async (_, content, name, code) => {
    await expect(read(content, name)).rejects.toMatchObject({ code })
  })
})

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length))
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), littleEndian)
  return new Uint8Array(view.buffer)
}
