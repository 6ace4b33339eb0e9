const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The beginning of a text on one line, to name the thing it belongs to: at most `length` characters (graphemes), cut
 * between words where there is a gap, with an ellipsis where something is missing.
 */
export function excerpt(text: string, length = 40): string {
  const line = text.trim().replace(/\s+/gu, ' ')
  const start = characters.segment(line)[Symbol.iterator]()
  let cut = ''
  for (let taken = 0; taken < length; taken++) cut += start.next().value?.segment ?? ''
  if (cut.length === line.length) return line
  const gap = cut.lastIndexOf(' ')
  return `${(gap > 0 ? cut.slice(0, gap) : cut).replace(/[\s,;:.–-]+$/u, '')}…`
}
