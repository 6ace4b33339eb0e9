import { MynaError } from '../../src/shared/protocol/errors'

export type DocumentKind = 'epub' | 'docx' | 'pdf' | 'html' | 'markdown' | 'subtitles' | 'plain-text'

/** Names say little, so the first bytes are asked first. */
const HEAD_BYTES = 1024

/**
 * What kind of document a file is, by its first bytes, then by its name. Errors: `file-empty`, `document-old-word`, `document-unknown`
 * (a picture, sound, another archive).
 */
export async function kindOf(blob: Blob, name: string): Promise<DocumentKind> {
  if (blob.size === 0) throw new MynaError('file-empty', name)
  const head = String.fromCharCode(...new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer()))
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (head.startsWith('PK\u0003\u0004')) return zippedKind(head, extension)
  if (head.includes('%PDF-')) return 'pdf'
  // The container of Word before 2007, and of encrypted files of Word since.
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0')) throw new MynaError('document-old-word', `${extension}: a compound file`)
  if (FOREIGN.some((signature) => head.startsWith(signature))) throw new MynaError('document-unknown', `${extension}: a file of another kind`)
  return textKind(head, extension, blob.type)
}

/** RTF, PNG, JPEG, GIF, RIFF, Ogg, FLAC, MP3, gzip, 7-Zip, RAR, PostScript, Windows programs. */
const FOREIGN = ['{\\rtf', '\u0089PNG', 'ÿØÿ', 'GIF8', 'RIFF', 'OggS', 'fLaC', 'ID3', '\u001f\u008b', '7z¼¯', 'Rar!', '%!PS', 'MZ']

function zippedKind(head: string, extension: string): DocumentKind {
  if (head.includes('application/epub+zip') || extension === 'epub') return 'epub'
  if (extension === 'docx' || head.includes('[Content_Types].xml') || head.includes('word/')) return 'docx'
  throw new MynaError('document-unknown', `${extension}: an archive`)
}

function textKind(head: string, extension: string, mediaType: string): DocumentKind {
  const text = head.replace(/^(?:ï»¿|ÿþ|þÿ)/, '').replaceAll('\u0000', '').trimStart()
  if (['srt', 'vtt'].includes(extension) || text.startsWith('WEBVTT')) return 'subtitles'
  if (['htm', 'html', 'xhtml'].includes(extension) || mediaType === 'text/html' || /^(?:<!doctype html|<html|<\?xml[^>]*\?>\s*<(?:!doctype )?html)/i.test(text)) return 'html'
  if (['md', 'markdown', 'mdown'].includes(extension) || mediaType === 'text/markdown') return 'markdown'
  if (/^1\r?\n\d\d:\d\d:\d\d,\d{3} --> /.test(text)) return 'subtitles'
  return 'plain-text'
}
