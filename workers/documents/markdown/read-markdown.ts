import { marked } from 'marked'
import type { ReadDocument } from '../../../src/shared/protocol/document'
import { MynaError } from '../../../src/shared/protocol/errors'
import { decodeText } from '../../../src/shared/text/decode-text'
import { chaptersOf, sectionsByHeadings } from '../chapters'
import { MOST_CHARACTERS, titleOfName, type DocumentFile } from '../document-file'
import { readMarkup } from '../markup/markup-reader'

/**
 * Reads Markdown (GitHub's, with front matter and notes as Pandoc has them). Its text is what its HTML says. Errors:
 * `document-too-large`, `document-empty`.
 */
export async function readMarkdown({ blob, name, onProgress }: DocumentFile): Promise<ReadDocument> {
  if (blob.size > MOST_CHARACTERS) throw new MynaError('document-too-large', `${blob.size} bytes of Markdown`)
  const { fields, body } = frontMatter(decodeText(new Uint8Array(await blob.arrayBuffer()), TextDecoder).replace(/\r\n?/g, '\n'))
  const { blocks } = readMarkup(await marked(withoutNotes(body), { async: true }))
  const first = blocks[0]
  const title = fields.get('title') ?? (first?.level === 1 ? first.text : titleOfName(name))
  onProgress(1)
  return {
    title,
    author: fields.get('author') ?? null,
    language: fields.get('lang') ?? fields.get('language') ?? null,
    cover: null,
    chapters: chaptersOf(sectionsByHeadings(blocks, title)),
  }
}

/** Lines `name: value` between two lines of three dashes at the very beginning. */
function frontMatter(text: string): { readonly fields: ReadonlyMap<string, string>; readonly body: string } {
  const found = /^---\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)(?:\n|$)/.exec(text)
  if (!found) return { fields: new Map(), body: text }
  const lines = (found[1] ?? '').split('\n').flatMap((line) => {
    const [, name, value] = /^(\w+):\s*["']?(.+?)["']?\s*$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const]
  })
  return { fields: new Map(lines), body: text.slice(found[0].length) }
}

/** Notes and their marks: a definition goes on in the indented lines below it. */
function withoutNotes(text: string): string {
  return text.replace(/^\[\^[^\]\s]{1,60}\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*/gm, '').replace(/\[\^[^\]\s]{1,60}\]/g, '')
}
