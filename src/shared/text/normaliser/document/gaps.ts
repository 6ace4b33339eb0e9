import type { Rewrite } from './typography'

/** Where a space is missing in any language: behind the match comes one. */
const gaps: readonly RegExp[] = [
  // A sentence, "opened.Nobody", "2024.He", "5%.Then"; an abbreviation, "Dr.Smith".
  /(?<=\p{L}\p{Ll}[.!?])(?=\p{Lu}[\p{Ll}\s'])/gu,
  /(?<=[\d%°][.!?])(?=\p{Lu}[\p{Ll}'])/gu,
  /(?<=[\p{L}\d)][!?])(?=\p{L})/gu,
  // A list, "red,green", "5th,2024"; a heading word, "Note:This".
  /(?<=\p{L}[,;])(?=\p{L})/gu,
  /(?<=\d[,;])(?=\p{L})/gu,
  /(?<=\p{L}[,;])(?=\d)/gu,
  /(?<=\p{Ll}:)(?=\p{Lu}\p{Ll})/gu,
  /(?<=(?:^|\s)\(\p{L}{3,30}\))(?=\p{L})/gu,
]

/** "opened.Nobody came,it was" → "opened. Nobody came, it was". Comes after addresses, whose dots have been read. */
export const withGaps: Rewrite = (text) =>
  gaps.reduce((rewritten, gap) => rewritten.replace(gap, ' '), text).replace(/(?<=[.!?])"(?=\p{Lu})/gu, (quote, at: number, whole: string) => {
    const isClosing = (whole.slice(0, at).match(/"/g) ?? []).length % 2 === 1
    return isClosing ? `${quote} ` : ` ${quote}`
  })
