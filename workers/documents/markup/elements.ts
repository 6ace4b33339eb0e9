/** What the elements of HTML and the markings of EPUB's structural vocabulary mean to whoever reads aloud. */

type Attributes = Readonly<Record<string, string>>

/** Nobody reads what is in these aloud: code that runs, forms, pictures, small annotations above the line. */
export const SILENT: ReadonlySet<string> = new Set([
  'head', 'script', 'style', 'template', 'noscript', 'svg', 'math', 'iframe', 'object', 'embed', 'canvas', 'audio', 'video', 'button',
  'input', 'select', 'textarea', 'rt', 'rp', 'map', 'dialog', 'nav',
])

const BLOCKS: ReadonlySet<string> = new Set([
  'address', 'article', 'aside', 'blockquote', 'body', 'caption', 'center', 'dd', 'details', 'div', 'dl', 'dt', 'fieldset', 'figcaption',
  'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hgroup', 'hr', 'html', 'legend', 'li', 'main', 'nav', 'ol',
  'p', 'pre', 'section', 'summary', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul',
])

const NOTE_TYPES = /^(?:(?:foot|end|rear)notes?|pagebreak|doc-(?:footnote|endnotes?|pagebreak)|annotation)$/
const NOTE_CLASSES = /^(?:(?:foot|end|rear)notes?|page-?(?:num(?:ber)?|no))$/i

export function isBlock(name: string): boolean {
  return BLOCKS.has(name)
}

/** 1 to 6, null where it is no heading. */
export function headingLevel(name: string): number | null {
  return name.length === 2 && name.startsWith('h') && name >= 'h1' && name <= 'h6' ? Number(name.charAt(1)) : null
}

export function isHidden(attributes: Attributes): boolean {
  return (
    attributes['hidden'] !== undefined ||
    attributes['aria-hidden'] === 'true' ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes['style'] ?? '')
  )
}

/** A note's text, or the number of a printed page, as EPUB's structural vocabulary, DPUB-ARIA, or the usual classes say. */
export function isNote(name: string, attributes: Attributes): boolean {
  // Of a mark in the text the link itself is judged.
  if (name === 'a' && attributes['href'] !== undefined) return false
  return types(attributes).some((type) => NOTE_TYPES.test(type)) || (attributes['class'] ?? '').split(/\s+/).some((word) => NOTE_CLASSES.test(word))
}

/** Whether a link says of itself that it is a note's mark. */
export function saysNoteReference(attributes: Attributes): boolean {
  return types(attributes).some((type) => type === 'noteref' || type === 'doc-noteref')
}

/** Whether all that a link inside the book says is a sign that notes are marked with. A bare number may lead to a chapter, so it must be raised. */
export function isNoteSign(text: string, raised: boolean): boolean {
  if (/^(?:[*†‡§¶]{1,3}|[[({]\s*(?:\d{1,4}|[*†‡§¶]|[a-z]|[ivxl]{1,6})\s*[\])}])$/.test(text)) return true
  return raised && /^(?:\d{1,4}|[a-z]|[ivxl]{1,6})$/i.test(text)
}

/** Above the line, or of a class that says so. */
export function isRaised(name: string, attributes: Attributes): boolean {
  return name === 'sup' || /(?:^|\s)(?:super(?:script)?|noteref|fnref|fn|(?:foot|end)note-?(?:ref|mark|anchor|link))(?:\s|$)/i.test(attributes['class'] ?? '')
}

/** Of an element: EPUB's types and ARIA's roles. */
function types(attributes: Attributes): readonly string[] {
  return `${attributes['epub:type'] ?? ''} ${attributes['role'] ?? ''}`.toLowerCase().split(/\s+/)
}
