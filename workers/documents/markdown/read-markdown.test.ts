import { expect, it } from 'vitest'
import { readDocument } from '../read-document'

const read = (text: string) => readDocument({ blob: new Blob([text]), name: 'notes.md', onProgress: () => undefined })

it('reads what Markdown says, chapter by chapter, without notes', async () => {
  const text = `---
title: "On Birds"
author: R. Finch
lang: en
---

# On Birds

A *short* [essay](https://example.org).

## One

- first
- second[^1]

| Bird | Voice |
|------|-------|
| Myna | any   |

[^1]: A note
    that goes on.

## Two

Setext <b>too</b>.
<script>alert(1)</script>
`
  expect(await read(text)).toEqual({
    title: 'On Birds',
    author: 'R. Finch',
    language: 'en',
    cover: null,
    chapters: [
      { title: 'On Birds', text: 'On Birds\n\nA short essay.' },
      { title: 'One', text: 'One\n\nfirst\n\nsecond\n\nBird, Voice.\n\nMyna, any.' },
      { title: 'Two', text: 'Two\n\nSetext too.' },
    ],
  })
})

it('is named after its first heading, else after its file', async () => {
  expect((await read('# Mynas\n\nText.')).title).toBe('Mynas')
  expect((await read('Text.')).title).toBe('notes')
})
