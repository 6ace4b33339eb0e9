import { decodedEntities } from './entities'

const blockTags =
  'address|article|aside|blockquote|body|br|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|' +
  'li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|option|select'
const inlineTags =
  'a|abbr|acronym|audio|b|bdi|bdo|big|button|center|cite|code|data|del|dfn|em|embed|font|i|iframe|img|input|ins|kbd|label|link|map|mark|meta|' +
  'noscript|object|picture|q|rp|rt|ruby|s|samp|small|source|span|strike|strong|sub|sup|svg|template|textarea|time|tt|u|var|video|wbr|svg|path|ref'
const hidden = [['<script', '</script>'], ['<style', '</style>'], ['<ref', '</ref>'], ['<!--', '-->']] as const
const lineBreakTag = /<\/?br\s*\/?>[ \t]*\n?/gi
const sentenceGoesOn = /(?<=[\p{L}\d,])[ \t]*<\/?[bB][rR]\s*\/?>\s*(?=\p{Ll})/gu
const blockTag = new RegExp(String.raw`[ \t]*<\/?(?:${blockTags})(?:\s[^<>]{0,500})?\/?>[ \t]*`, 'gi')
const inlineTag = new RegExp(String.raw`<\/?(?:${inlineTags})(?:\s[^<>]{0,500})?\/?>`, 'gi')

/** HTML: tags out, what they enclose stays; scripts, styles, notes and comments are silent. */
export function withoutTags(text: string): string {
  const decoded = text.includes('&') ? decodedEntities(decodedEntities(text)) : text
  if (!decoded.includes('<')) return decoded
  return hidden
    .reduce((rest, [opening, closing]) => withoutBetween(rest, opening, closing), decoded)
    .replace(/<!doctype[^<>]{0,200}>|<\?xml[^<>]{0,200}>/gi, '')
    .replace(raisedDigits, (_, name: string, digits: string) => Array.from(digits, (digit) => shifted(digit, name)).join(''))
    .replace(sentenceGoesOn, ' ')
    .replace(lineBreakTag, '\n')
    .replace(blockTag, '\n')
    .replace(inlineTag, '')
}

const raisedDigits = /<(sup|sub)(?:\s[^<>]{0,200})?>\s*(?:<a\b[^<>]{0,300}>)?\[?(\d{1,3})\]?(?:<\/a>)?\s*<\/\1>/gi

function shifted(digit: string, tag: string): string {
  return (tag.toLowerCase() === 'sup' ? '⁰¹²³⁴⁵⁶⁷⁸⁹' : '₀₁₂₃₄₅₆₇₈₉').charAt(Number(digit))
}

/** Everything from `opening` to `closing` goes; without a closing nothing does. Linear whatever the text. */
export function withoutBetween(text: string, opening: string, closing: string): string {
  const lower = text.toLowerCase()
  let kept = ''
  let from = 0
  for (;;) {
    const start = lower.indexOf(opening, from)
    const end = start < 0 ? -1 : lower.indexOf(closing, start + opening.length)
    if (end < 0) return kept + text.slice(from)
    kept += text.slice(from, start)
    from = end + closing.length
  }
}

const fence = /^[ \t>]*(?:`{3,}|~{3,})[^`\n]*$/gm
const definition = /^[ \t]{0,3}\[\^?[^\]\n]{1,60}\]:[ \t]*<?(?:https?:|mailto:|www\.|[./#])\S*.*$/gm
const footnote = /\[\^[^\]\s]{1,40}\]:?/g
const image = /!\[([^[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,100}\])/g
const link = /\[([^[\]\n]{1,500})\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)/g
const referenceLink = /\[([^[\]\n]{2,300})\]\[[^[\]\n]{0,100}\](?!\[)(?<!\[(?:\d{1,3}|[a-z]|note \d+)\]\[[^[\]\n]*\])/g
const wikiLink = /\[\[(?:[^[\]|\n]{1,200}\|)?([^[\]|\n]{1,200})\]\]/g
const angledAddress = /<((?:https?:\/\/|mailto:|www\.)[^<>\s]{1,500})>/gi
const quoteMarks = /^[ \t]*(?:>[ \t]?)+/gm
const rule = /^[ \t]*(?:(?:[-*_=~+#][ \t]*){3,}|[─━═—–·•]{2,})[ \t]*$/gm
const heading = /^[ \t]*#{1,6}[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*$/gm
/** MediaWiki: "== Heading ==", "'''bold'''", "{{template}}". */
const wikiHeading = /^[ \t]*(={1,6})[ \t]*([^=\n]{1,200}?)[ \t]*\1[ \t]*$/gm
const wikiEmphasis = /'''([^'\n]{1,300})'''/g
const template = /\{\{[^{}\n]{0,300}\}\}/g
/** LaTeX: what a command encloses stays, and what stands between dollars. */
const command = /\\(?:text(?:bf|it|tt|sc|rm|sf)?|emph|underline|(?:sub){0,2}section\*?|chapter\*?|title|mathrm|mathbf)\{([^{}\n]{0,500})\}/g
const formula = /(?<![\p{L}\d$\\])\$([a-zA-Z\\][^$\n]{0,200}?)(?<!\s)\$(?![\d$])/gu
const bullet = /^[ \t]*(?:[-*+•◦‣⁃▪▫■□●○►▶▸➤➔➢❖✓✔✗✘☐☑☒·–—→»][ \t]+|[•◦‣⁃▪▫■□●○►▶▸➤➢❖✓✔✗✘☐☑☒](?=\S))(?:\[[ xX✓]\][ \t]+)?(?=\S)/gm
const tableRule = /^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*$/gm
const tableRow = /^[ \t]*\|(.*)\|[ \t]*$/gm
const item = /^[ \t]*\(?(\d{1,2}|[a-zA-Z])\)[ \t]+(?=\S)/gm

/** Markdown: links and images say their text; fences, headings, quotes, bullets, task boxes, rules and emphasis are silent. */
export function withoutMarkdown(text: string): string {
  return text
    .replace(/\([cC]\)(?=\s\d{4}(?!\d))/g, '©')
    .replace(fence, '')
    .replace(definition, '')
    .replace(image, '$1')
    .replace(link, '$1')
    .replace(link, '$1')
    .replace(wikiLink, '$1')
    .replace(referenceLink, '$1')
    .replace(footnote, '')
    .replace(angledAddress, '$1')
    .replace(quoteMarks, '')
    .replace(rule, '')
    .replace(tableRule, '')
    .replace(tableRow, (_, cells: string) => cells.trim().replace(/\s*\|\s*/g, ', '))
    .replace(heading, '$1')
    .replace(wikiHeading, '$2')
    .replace(wikiEmphasis, '$1')
    .replace(template, '')
    .replace(command, '$1')
    .replace(formula, '$1')
    .replace(bullet, '')
    .replace(item, '$1. ')
    .replace(/(?<![\p{L}\p{N}*])(\*{1,3})(?=[^\s*])([^\n*]*[^\s*])\1(?![\p{L}\p{N}*])/gu, '$2')
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=[^\s_])([^\n_]*[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/(?<![\p{L}\p{N}_])__(?=[^\s_])([^\n]{0,300}?[^\s_])__(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/(`{1,3})(?=[^\s`])([^\n`]*[^\s`])\1/g, '$2')
    .replace(/(~~|==)(?=[^\s~=])([^\n~=]*[^\s~=])\1/g, '$2')
    .replace(/\\(?=[*_`#[\]>])/g, '')
}

/** True where a text holds a block of code between fences, which nobody wants to hear. */
export function holdsCode(text: string): boolean {
  return withoutCode(text) !== text
}

/** The text without its fenced blocks of code. One that is never closed is left. */
export function withoutCode(text: string): string {
  if (!/`{3}|~{3}/.test(text)) return text
  const kept: string[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const mark = /^[ \t>]*(`{3,}|~{3,})[^`]*$/.exec(lines[at] ?? '')?.[1]
    const length = mark === undefined ? -1 : lines.slice(at + 1).findIndex((line) => line.trim().startsWith(mark))
    if (length < 0) kept.push(lines[at] ?? '')
    else at += length + 1
  }
  return kept.join('\n')
}
