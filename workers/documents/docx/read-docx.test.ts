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

it('has its formatting as it is, not as it was before a change that is kept for review', async () => {
  const change = (kind: string, former: string) => `<w:${kind}PrChange w:id="1" w:author="A"><w:${kind}Pr>${former}</w:${kind}Pr></w:${kind}PrChange>`
  const heading = `<w:p><w:pPr><w:pStyle w:val="berschrift1"/>${change('p', '<w:pStyle w:val="TOC1"/>')}</w:pPr><w:r><w:t>One</w:t></w:r></w:p>`
  const shown = `<w:p><w:pPr>${change('p', '<w:outlineLvl w:val="0"/>')}</w:pPr><w:r><w:rPr>${change('r', '<w:vanish/>')}</w:rPr><w:t>Shown.</w:t></w:r></w:p>`
  const { chapters } = await read(buildDocx({ 'word/document.xml': `<w:document xmlns:w="w"><w:body>${heading}${shown}</w:body></w:document>` }))
  expect(chapters).toEqual([{ title: 'One', text: 'One\n\nShown.' }])
})

it('is damaged where it is cut off, or has no body', async () => {
  const blob = buildDocx()
  await expect(read(blob.slice(0, blob.size - 100))).rejects.toMatchObject({ code: 'document-damaged' })
  await expect(read(buildDocx({ '_rels/.rels': '<Relationships><Relationship Type="x/officeDocument" Target="gone.xml"/></Relationships>' }))).rejects.toMatchObject({ code: 'document-damaged' })
})

it('is too large where its body unpacks to far more than it is', async () => {
  await expect(read(buildDocx({ 'word/document.xml': new Uint8Array(6 * 2 ** 20) }))).rejects.toMatchObject({ code: 'document-too-large' })
})
