import type { Rewrite } from '../document/typography'

/** How a language writes words short. Keys are sources of regular expressions, full stops included. */
export interface ShortWords {
  /** Something always follows: their full stop ends no sentence. */
  readonly leading: Readonly<Record<string, string>>
  /** Their full stop stays where it also ends the sentence. */
  readonly ending: Readonly<Record<string, string>>
  /** Words that a sentence begins with. Left out where every capital begins one. */
  readonly starters?: string
}

/** Writes the short words of a language in full. */
export function shortWordRules({ leading, ending, starters }: ShortWords): Rewrite {
  const rulesOf = (words: Readonly<Record<string, string>>) =>
    Object.entries(words)
      .sort(([a], [b]) => b.length - a.length)
      .map(([written, spoken]) => ({ pattern: new RegExp(String.raw`(?<![\p{L}\d.]${written.startsWith('(?<=') ? '' : String.raw`|\p{L}-`})${written}(?![\p{L}\d])`, 'gu'), spoken }))
  const [leadingRules, endingRules] = [rulesOf(leading), rulesOf(ending)]
  const next = starters === undefined ? String.raw`["'(¿¡]?\p{Lu}` : String.raw`["'(]?(?:${starters.replaceAll(' ', '|')})(?!\p{L})`
  const sentenceEnds = new RegExp(String.raw`^["')\]]*(?:\s*$|\s*\n|\s+${next})`, 'u')
  return (text) => {
    const led = leadingRules.reduce((rewritten, { pattern, spoken }) => rewritten.replace(pattern, spoken), text)
    return endingRules.reduce((rewritten, { pattern, spoken }) =>
      rewritten.replace(pattern, (written: string, ...rest: unknown[]) => {
        const at = rest.findIndex((value) => typeof value === 'number')
        const after = String(rest[at + 1]).slice(Number(rest[at]) + written.length)
        return `${spoken}${written.endsWith('.') && sentenceEnds.test(after) ? '.' : ''}`
      }), led)
  }
}
