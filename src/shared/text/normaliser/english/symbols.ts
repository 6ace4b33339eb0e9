import type { EnglishWords } from './english-words'

/** Signs before numbers in words, and "10 000" in one piece, so that prices and units see only the number. */
export function markedSigns(text: string): string {
  return text
    .replace(/(?<![\d.,])\d{1,3}(?: \d{3})* 000(?![\d]|[.,]\d)/g, (grouped) => grouped.replaceAll(' ', ''))
    .replace(/(?<=^|[\s(])([<>])(?=[$€£]?\d)/gm, (_, sign: string) => (sign === '<' ? 'less than ' : 'more than '))
    .replace(/±\s?(?=[$€£]?\.?\d)/g, ' plus or minus ')
    .replace(/(?<=[\p{L}\p{N})=]\s)[-−–](?=\s\.?\d[^\n.!?]*=)/gu, 'minus')
    .replace(/(?<=\d)\s?−\s?(?=\.?\d)/g, ' minus ')
    .replace(/(?<![\p{L}\p{N})\]°%$€£.,_^-])[-−–](?=[$€£]?\.?\d)/gu, 'minus ')
    .replace(/(?<![\p{L}\p{N})\]°%$€£.,_+-])\+(?=[$€£]?\.?\d)/gu, 'plus ')
    .replace(/(?<![\p{L}\p{N}~])[~∼]\s?(?=[$€£]?\d)/gu, 'about ')
    // After a term it compares; after a word, or nothing, it estimates.
    .replace(/(?<!(?:[\d)]|(?<!\p{L})\p{L})\s?)≈\s?(?=[$€£]?\d)/gu, 'about ')
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const plainDigits = (raised: string) => Array.from(raised, (digit) => superscripts.indexOf(digit)).join('')

/** Letters with a sign of their own reading, before the signs alone. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\bAT&T\b/g, 'A T and T'],
  [/\bC\+\+/g, 'C plus plus'],
  [/&&/g, ' and '],
  [/\|\|/g, ' or '],
  [/(?<=^|[\s(])--(?=\p{Ll}{2})/gmu, 'dash dash '],
  [/(?<![\p{L}\d])([A-G])[♯#](?![\p{L}\d])/gu, '$1 sharp'],
  [/(?<![\p{L}\d])([A-G])♭/gu, '$1 flat'],
  [/(?<![\p{L}\d.])\.NET\b/gu, 'dot net'],
  [/(?<![\p{L}\d])([A-F])\+(?![\p{L}\d+])/gu, '$1 plus'],
  [/\bw\/o(?!\p{L})/giu, 'without'],
  [/(?<!\p{L})w\/(?=\s?\p{L}{2}|\s\p{L})/gu, 'with '],
  [/(?<![\p{L}\d])n\/a(?![\p{L}\d])/gu, 'N A'],
  [/(?<![\p{L}\d])b\/c(?![\p{L}\d])/gu, 'because'],
  [/(?<![\p{L}\d])a\/c(?![\p{L}\d])/gu, 'A C'],
  [/\band\/or\b/gi, 'and or'],
  [/\bs\/he\b/gi, 'she or he'],
  [/\b(he|she|his|her|him|yes|true|on)\/(she|he|hers?|his|him|no|false|off)\b/gi, '$1 or $2'],
  [/(?<![\p{L}\d])(\p{Lu}{1,5})\/(\p{Lu}{1,5})(?![\p{L}\d])/gu, '$1 $2'],
  [/(\p{L})\/(?=\p{L})/gu, '$1 slash '],
]

/** Greek letters that stand alone are read by name. */
const greek: Readonly<Record<string, string>> = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ϵ: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta', ϑ: 'theta', ι: 'iota', κ: 'kappa',
  λ: 'lambda', μ: 'mu', µ: 'mu', ν: 'nu', ξ: 'xi', ο: 'omicron', π: 'pi', ρ: 'rho', σ: 'sigma', ς: 'sigma', τ: 'tau', υ: 'upsilon', φ: 'phi', ϕ: 'phi',
  χ: 'chi', ψ: 'psi', ω: 'omega', Ω: 'omega', Γ: 'gamma', Θ: 'theta', Λ: 'lambda', Ξ: 'xi', Π: 'pi', Σ: 'sigma', Φ: 'phi', Ψ: 'psi', Α: 'alpha', Β: 'beta',
}
const greekLetter = /[Α-Ωα-ωϑϕϵµ]/gu

const between: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)x(?![\p{L}\d])/gu, ' times'],
  [/(?<=\d)\s?×(?=\s|$)(?!\s?\d)/g, ' times'],
  [/(?<=\d)\s?[x×]\s?(?=10 to the power of)/g, ' times '],
  [/(?<=\d)\s?x\s?(?=\d)/g, ' by '],
  [/(?<=[\d)])\s?[*·∙⋅]\s?(?=[\d(])/g, ' times '],
  [/(?<=\d)\s?\+\s?(?=\d)/g, ' plus '],
  [/(?<=[\p{L}\d]\s)\+(?=\s[\p{L}\d])/gu, 'plus'],
  [/(?<=[\p{L}\d])\+(?=[\s,.;:!?)]|$)/gu, ' plus'],
  [/(?<=\p{L})\+(?=\p{L})/gu, ' plus '],
  [/(?<=\s)@(?=\s)/g, 'at'],
  
  [/(?<=\b\d{1,3}):(?=\d{1,3}\b)/g, ' to '],
]

const signs: Readonly<Record<string, string>> = {
  '&': 'and', '=': 'equals', '≈': 'is about', '≠': 'does not equal', '≡': 'is identical to', '≤': 'is at most',
  '≥': 'is at least',
  '×': 'times', '·': 'times', '÷': 'divided by', '±': 'plus or minus', '∞': 'infinity', '√': 'the square root of',
  '∑': 'the sum of', '∆': 'delta', 'Δ': 'delta', '∂': 'partial', '∝': 'is proportional to', '∴': 'therefore', '∅': 'the empty set',
  '→': 'to', '⇒': 'implies', '←': 'from', '↔': 'to and from', '↑': 'up', '↓': 'down', '©': 'copyright',
  '∈': 'in', '℗': 'copyright',
  '†': '', '‡': '', '™': '', '®': '', '•': ',', '|': ',', '_': ' ', '^': ' ', '`': '', '*': '', '\\': ' ', '~': '',
  '¬': 'not', '@': 'at', '♥': 'love', '°': 'degrees', '℃': 'degrees Celsius', '℉': 'degrees Fahrenheit',
}
const anySign = new RegExp(`[${Object.keys(signs).map((sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`).join('')}]`, 'gu')

/** "E = mc²", "PV = nRT", "F = ma": letters multiplied, no word. */
const raisedProduct = /(?<![\p{L}\d'])(?!(?:km|cm|mm|dm|nm|mi|ft|in|yd|ha|sin|cos|tan|cot|log|exp)[²³])\p{L}{2,3}(?=[²³⁴])/gu
const equationProduct =
  /(?<=(?<!\p{L})\p{L}{1,2}[²³]?\s?=\s?(?:\d+(?:\.\d+)?)?)(?!(?:is|it|me|my|no|on|of|or|so|to|up|us|we|at|an|as|am|be|by|do|go|he|hi|if|in|pi|ok|ln)(?!\p{L}))(?:\p{L}{2}|[^\P{L}aeiouyAEIOUY]{3,4}|\p{Ll}\p{Lu}{1,3})(?![\p{L}²³])/gu

/** Sections, powers, comparisons, arithmetic and single signs; marks that only decorate vanish. */
export function spokenSymbols(text: string, say: EnglishWords): string {
  const named = names.reduce((rewritten, [pattern, words]) => rewritten.replace(pattern, words), text)
  const raised = named
    .replace(/(?<=\d)!(?=\s?[=+*/])/g, ' factorial')
    .replace(equationProduct, (letters) => Array.from(letters).join(' '))
    .replace(raisedProduct, (letters) => Array.from(letters).join(' '))
    .replace(/§§\s?(?=[\p{L}\d])/gu, 'sections ')
    .replace(/§\s?(?=[\p{L}\d])/gu, 'section ')
    .replace(/¶\s?(?=\d)/g, 'paragraph ')
    .replace(/#\s?(?=\d)/g, 'number ')
    .replace(/(?<=[\p{L}\d)])(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/gu, (_, minus: string, digits: string) => spokenPower(minus !== '', plainDigits(digits), say))
    .replace(/(?<=[\p{L}\d)])\^([-−]?)(\d+)/gu, (_, minus: string, digits: string) => spokenPower(minus !== '', digits, say))
  return between
    .reduce((rewritten, [pattern, words]) => rewritten.replace(pattern, words), raised)
    .replace(/(?<=[\p{L}\d])\s?(<=|>=|!=|==)\s?(?=[\p{L}\d])/gu, (_, sign: string) => ` ${comparisons[sign] ?? sign} `)
    .replace(/(?<=[\p{L}\d])\s([<>])\s(?=[\p{L}\d])/gu, (_, sign: string) => ` ${comparisons[sign] ?? sign} `)
    .replace(/(?<![\p{L}\d])([<>])\s?(?=\d)/gu, (_, sign: string) => (sign === '<' ? 'less than ' : 'more than '))
    .replace(/->|=>/g, ' to ')
    .replace(/(?<=\p{L})[₀-₉]+/gu, (index) => ` ${say.cardinal(Array.from(index, (digit) => '₀₁₂₃₄₅₆₇₈₉'.indexOf(digit)).join(''))}`)
    .replace(greekLetter, (letter, at: number, whole: string) => {
      const name = greek[letter]
      const isGlued = /[\p{L}\d]/u.test(whole.charAt(at - 1))
      const gap = /[\p{L}\d]/u.test(whole.charAt(at + 1)) ? ' ' : ''
      return name === undefined ? letter : `${isGlued ? ' ' : ''}${name}${gap}`
    })
    .replace(anySign, (sign) => (signs[sign] === '' || signs[sign] === ',' ? (signs[sign] ?? '') : ` ${signs[sign] ?? sign} `))
}

const comparisons: Readonly<Record<string, string>> = {
  '<': 'is less than', '>': 'is greater than', '<=': 'is at most', '>=': 'is at least', '!=': 'does not equal',
  '==': 'equals',
}

function spokenPower(isNegative: boolean, digits: string, say: EnglishWords): string {
  if (!isNegative && digits === '2') return ' squared'
  if (!isNegative && digits === '3') return ' cubed'
  return ` to the power of ${isNegative ? 'minus ' : ''}${say.cardinal(digits)}`
}
