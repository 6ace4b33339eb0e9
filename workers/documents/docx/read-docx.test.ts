import { expect, it } from 'vitest'
import { buildDocx } from '#fixtures/documents/docx'
import { readDocument } from '../read-document'

const read = (blob: Blob) => readDocument({ blob, name: 'report.docx', onProgress: () => undefined })

it('reads headings by their styles, and neither notes, heads of pages, contents, deleted nor hidden text; a table says its rows', async () => {
  expect(await read(buildDocx())).toEqual({
    title: 'A Modest Report',
    author: 'A. Clerk',
    language: 'en-GB',
    cover: null,
    chapters: [
      { title: 'Introduction', text: 'A Modest Report\n\nIntroduction\n\nWe counted many ships.\n\nShip, Port.\n\nPequod, Nantucket.' },
      { title: 'Results', text: 'Results\n\nThey were all\nat sea.' },
    ],
  })
})

it('is damaged where it is cut off, or has no body', async () => {
  const blob = buildDocx()
  await expect(read(blob.slice(0, blob.size - 100))).rejects.toMatchObject({ code: 'document-damaged' })
  await expect(read(buildDocx({ '_rels/.rels': '<Relationships><Relationship Type="x/officeDocument" Target="gone.xml"/></Relationships>' }))).rejects.toMatchObject({ code: 'document-damaged' })
})

it('is too large where its body unpacks to far more than it is', async () => {
  await expect(read(buildDocx({ 'word/document.xml': new Uint8Array(6 * 2 ** 20) }))).rejects.toMatchObject({ code: 'document-too-large' })
})
