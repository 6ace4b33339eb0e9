import type { Rewrite } from '../document/typography'
import { romanValue } from '../roman-value'

/** How a language says Roman numerals. */
export interface Numerals {
  /** What is numbered with them and said with a cardinal: "Kapitel", "tomo". */
  readonly parts: string
  readonly part: (value: number) => string
  /** Names of kings and popes. */
  readonly rulers: string
  /** The numeral behind such a name; `before` is the text in front of the name. */
  readonly ruler: (value: number, name: string, before: string) => string
  /** Other forms, each with the numeral as its last group: centuries, ordinals. `before` is what the other groups matched. */
  readonly others: readonly (readonly [RegExp, (value: number, before: string) => string])[]
  /** True where an ordinal numeral is written with a full stop: "Ludwig XIV." */
  readonly stopped: boolean
}

/** Writes the Roman numerals of a language in words. */
export function numeralRules({ parts, part, rulers, ruler, others, stopped }: Numerals): Rewrite {
  const spoken = (numeral: string, say: (value: number) => string, written: string) => {
    const value = romanValue(numeral.toUpperCase())
    return value === null ? written : say(value)
  }
  const stop = stopped ? String.raw`(\.|(?=[\s,;)]))` : '()'
  const behindPart = new RegExp(String.raw`(?<!\p{L})((?:${parts.replaceAll(' ', '|')}) )([IVXLCDM]+|[ivxl]+)(?![\p{L}\d'])`, 'giu')
  const behindRuler = new RegExp(String.raw`(?<!\p{L})((?:${rulers.replaceAll(' ', '|')})(?:[ -]\p{Lu}\p{Ll}+)?) (Ier|Ire|[IVX]+)${stop}(?![\p{L}\d])`, 'gu')
  const behindName = new RegExp(String.raw`(?<=\p{Lu}\p{Ll}+) ([IVX]{2,})(?![\p{L}\d.'-])`, 'gu')
  return (text) => {
    const other = others.reduce((rewritten, [pattern, say]) =>
      rewritten.replace(pattern, (written: string, ...groups: unknown[]) => {
        const found = groups.slice(0, groups.findIndex((group) => typeof group === 'number')).map((group) => (typeof group === 'string' ? group : ''))
        const numeral = found.pop() ?? ''
        return spoken(numeral, (value) => say(value, found.join('')), written)
      }), text)
    return other
      .replace(behindPart, (written, name: string, numeral: string) => spoken(numeral, (value) => `${name}${part(value)}`, written))
      .replace(behindRuler, (written, name: string, numeral: string, mark: string, at: number, whole: string) => {
        const endsText = mark === '.' && /^\s*$/.test(whole.slice(at + written.length))
        return spoken(numeral.replace(/[er]+$/, ''), (value) => `${name} ${ruler(value, name, whole.slice(Math.max(0, at - 20), at))}${endsText ? '.' : ''}`, written)
      })
      .replace(behindName, (written, numeral: string) => spoken(numeral, (value) => ` ${part(value)}`, written))
  }
}
