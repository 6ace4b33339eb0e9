import { describe, expect, it } from 'vitest'
import { buildPdf, pdfLines, type PdfText } from '#fixtures/documents/pdf'
import { readDocument } from '../read-document'

const read = (blob: Blob, onProgress: (fraction: number) => void = () => undefined) => readDocument({ blob, name: 'a_paper.pdf', onProgress })
const code = (blob: Blob) => read(blob).then(() => 'read', (thrown: unknown) => (thrown as { code: string }).code)

/** A paragraph in lines of about one width, in Times of 10 points; no two of them say the same. */
function story(ship: string): readonly string[] {
  return [
    `It was a bright cold day on board the ${ship}, and the clocks of the town were strik-`,
    `ing twelve as the captain of the well-known ${ship} came down to the quay where all`,
    `of the ${ship} had been waiting for him since the morning, each of them with a well-`,
    `known song of the ${ship} on his lips.`,
  ]
}

function joined(ship: string): string {
  return `It was a bright cold day on board the ${ship}, and the clocks of the town were striking twelve as the captain of the well-known ${ship} came down to the quay where all of the ${ship} had been waiting for him since the morning, each of them with a well-known song of the ${ship} on his lips.`
}

const furniture = (number: number): readonly PdfText[] => [
  { text: number % 2 === 0 ? `${number}   THE WHALE` : `A. WRITER   ${number}`, x: 72, y: 750, size: 9 },
  { text: `- ${number} -`, x: 300, y: 40, size: 9 },
]

describe('a PDF', () => {
  it('is read without running heads, page numbers and notes, its hyphenated words together, its paragraphs across pages', async () => {
    const bodies = [story('Pequod').slice(0, 2), story('Pequod').slice(2), story('Rachel'), story('Samuel')]
    const pages = bodies.map((lines, index): PdfText[] => [...furniture(index + 1), ...pdfLines(lines)])
    pages[2]?.push({ text: '1', x: 300, y: 668, size: 6 }, { text: '1', x: 72, y: 83, size: 6 }, { text: 'A note at the foot of the page.', x: 76, y: 80, size: 8 })
    const { title, chapters } = await read(buildPdf(pages, { info: { Title: 'Microsoft Word - draft.doc' } }))
    expect(title).toBe('a paper')
    expect(chapters).toEqual([{ title: 'a paper', text: [joined('Pequod'), joined('Rachel'), joined('Samuel')].join('\n\n') }])
  })

  it('reads two columns one after the other, below a title that goes across', async () => {
    const left = ['The left column has a first line that goes on', 'to its second line and then to a third one that', 'is followed by the fourth, which is about as', 'wide as all of the others are, and it ends', 'with the fifth.']
    const right = ['The right column begins with a line of its own', 'and goes on to others, all of which are of very', 'much the same width, so that it looks like one', 'column of a paper that somebody has set in two', 'of them, and ends.']
    const page = [{ text: 'A Paper About Two Columns of Text', x: 120, y: 740, size: 20 }, ...pdfLines(left, { x: 72 }), ...pdfLines(right, { x: 320 })]
    const { title, chapters } = await read(buildPdf([page]))
    expect(title).toBe('A Paper About Two Columns of Text')
    expect(chapters[0]?.text).toBe(`A Paper About Two Columns of Text\n\n${left.join(' ')}\n\n${right.join(' ')}`)
  })

  it('has chapters by its bookmarks, and facts', async () => {
    const pages = [[{ text: 'Loomings', x: 72, y: 740, size: 10 }, ...pdfLines(story('Pequod'))], [...pdfLines(story('Rachel').slice(0, 2)), ...pdfLines(story('Samuel'), { top: 400 })]]
    const options = { info: { Title: 'Moby-Dick', Author: 'Herman Melville' }, language: 'en-US', bookmarks: [{ title: 'Chapter 1', page: 0, top: 760 }, { title: 'Chapter 2', page: 1, top: 420 }] }
    const book = await read(buildPdf(pages, options))
    expect(book).toMatchObject({ title: 'Moby-Dick', author: 'Herman Melville', language: 'en-US' })
    expect(book.chapters.map(({ title }) => title)).toEqual(['Chapter 1', 'Chapter 2'])
    expect(book.chapters[1]?.text).toBe(joined('Samuel'))
  })

  it('has chapters by the size of its headings where it has no bookmarks', async () => {
    const page = (heading: string, ship: string) => [{ text: heading, x: 72, y: 730, size: 16 }, ...pdfLines(story(ship))]
    expect((await read(buildPdf([page('Loomings', 'Pequod'), page('The Carpet-Bag', 'Rachel')]))).chapters).toEqual([
      { title: 'Loomings', text: `Loomings\n\n${joined('Pequod')}` },
      { title: 'The Carpet-Bag', text: `The Carpet-Bag\n\n${joined('Rachel')}` },
    ])
  })

  it('has paragraphs where first lines stand in', async () => {
    const lines = [...pdfLines(story('Pequod').slice(0, 3)), { text: 'And this one was the first of a new paragraph of the very same story that day.', x: 84, y: 664, size: 10 }]
    const { chapters } = await read(buildPdf([lines]))
    expect(chapters[0]?.text.split('\n\n')).toHaveLength(2)
  })

  it('of 2,000 pages is read page by page', { timeout: 240_000 }, async () => {
    const ships = Array.from({ length: 2000 }, (_, index) => index.toString(7).padStart(4, '0').replace(/\d/g, (digit) => 'abdefgh'.charAt(Number(digit))))
    const told: number[] = []
    const { chapters } = await read(buildPdf(ships.map((ship, index) => [...furniture(index + 1), ...pdfLines(story(ship))])), (fraction) => told.push(fraction))
    expect(told).toHaveLength(2000)
    expect(chapters[0]?.text).toBe(ships.map(joined).join('\n\n'))
  })
})

describe('a PDF that cannot be read', () => {
  it('has a password', async () => {
    expect(await code(buildPdf([pdfLines(story('Pequod'))], { locked: true }))).toBe('document-password')
  })

  it('is of pictures alone', async () => {
    expect(await code(buildPdf([[], [{ text: '1', x: 300, y: 40 }]], { drawing: '0.5 g 72 72 400 600 re f\n' }))).toBe('document-pictures')
  })

  it('is not one, but for its first bytes', async () => {
    expect(await code(new Blob(['%PDF-1.7\nnothing else']))).toBe('document-damaged')
  })
})
