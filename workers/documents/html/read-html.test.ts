import { expect, it } from 'vitest'
import { readDocument } from '../read-document'

const read = (content: BlobPart, name = 'page.html', type = '') => readDocument({ blob: new Blob([content], { type }), name, onProgress: () => undefined })

const sentences = (about: string) => `${about} is a bird of the starling family, and it imitates what it hears, which makes it a friend of every voice. `.repeat(8)

const PAGE = `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Mynas | The Daily Bird</title><meta name="author" content="R. Finch">
<script>document.write('tracked')</script><style>p{}</style></head><body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<div class="sidebar ad"><p>Buy seed now!</p></div><main><article><h1>Mynas</h1><p>${sentences('The myna')}</p><h2>Where they live</h2><p>${sentences('The hill myna')}</p>
<p onclick="alert(1)">${sentences('The bank myna')}<sup><a href="#cite1">[1]</a></sup></p><h2>What they say</h2><p>${sentences('The crested myna')}</p></article></main>
<footer><p>Copyright, terms and cookies.</p></footer></body></html>`

it('finds the article of a page, its chapters and facts, and nothing of what is around it', async () => {
  const { title, author, language, chapters } = await read(PAGE)
  expect([title, author, language]).toEqual(['Mynas', 'R. Finch', 'en-GB'])
  expect(chapters.map((chapter) => chapter.title)).toEqual(['Mynas', 'Where they live', 'What they say'])
  expect(chapters[0]?.text.startsWith('Mynas\n\nThe myna is a bird')).toBe(true)
  const text = chapters.map((chapter) => chapter.text).join('\n')
  expect(text).toContain('The bank myna is a bird')
  expect(text).not.toMatch(/tracked|Home|Buy seed|cookies|alert|\[1\]/)
})

it('reads a page without an article as a whole', async () => {
  const { title, chapters } = await read('<p>One <b>two</b>.</p><p>Three.</p>', 'Pasted text', 'text/html')
  expect([title, chapters]).toEqual(['Pasted text', [{ title: 'Pasted text', text: 'One two.\n\nThree.' }]])
})

it('knows the encoding that the page names', async () => {
  const bytes = Uint8Array.from('<html><head><meta charset="iso-8859-2"></head><body><p>\xb1\xbf</p></body></html>', (sign) => sign.charCodeAt(0))
  expect((await read(bytes)).chapters[0]?.text).toBe('ąż')
})
