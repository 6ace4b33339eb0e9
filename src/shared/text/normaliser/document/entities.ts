/** Names of HTML's character references that people's texts hold; all others are rare enough to be left as they stand. */
const named: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', shy: '', zwj: '', zwnj: '',
  ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', laquo: '«', raquo: '»', lsaquo: '‹', rsaquo: '›',
  hellip: '…', bull: '•', middot: '·', copy: '©', reg: '®', trade: '™', sect: '§', para: '¶', deg: '°', plusmn: '±', times: '×', divide: '÷',
  frac12: '½', frac14: '¼', frac34: '¾', sup1: '¹', sup2: '²', sup3: '³', micro: 'µ', euro: '€', pound: '£', yen: '¥', cent: '¢', curren: '¤',
  larr: '←', rarr: '→', uarr: '↑', darr: '↓', harr: '↔', ne: '≠', le: '≤', ge: '≥', asymp: '≈', infin: '∞', radic: '√', sum: '∑', minus: '−',
  iexcl: '¡', iquest: '¿', ordf: 'ª', ordm: 'º', dagger: '†', Dagger: '‡', permil: '‰', prime: '′', Prime: '″', check: '✓', star: '☆',
  szlig: 'ß', AElig: 'Æ', aelig: 'æ', OElig: 'Œ', oelig: 'œ', Oslash: 'Ø', oslash: 'ø', ETH: 'Ð', eth: 'ð', THORN: 'Þ', thorn: 'þ',
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', Delta: 'Δ', lambda: 'λ', mu: 'μ', pi: 'π', sigma: 'σ', Sigma: 'Σ', omega: 'ω', Omega: 'Ω',
}

/** Marks that a letter carries in the middle of such a name: "eacute", "Uuml". */
const marks: Readonly<Record<string, string>> = {
  acute: '\u0301', grave: '\u0300', circ: '\u0302', uml: '\u0308', tilde: '\u0303', ring: '\u030a', cedil: '\u0327', caron: '\u030c',
}
const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));/g
const marked = new RegExp(`^([a-zA-Z])(${Object.keys(marks).join('|')})$`)

/** Decodes character references: "&amp;" → "&", "&#233;" → "é". Unknown ones stay. */
export function decodedEntities(text: string): string {
  return text.replace(reference, (written, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name === undefined) return signOf(decimal === undefined ? parseInt(hexadecimal ?? '', 16) : Number(decimal)) ?? written
    const [, letter, mark = ''] = marked.exec(name) ?? []
    return named[name] ?? (letter === undefined ? written : `${letter}${marks[mark] ?? ''}`.normalize('NFC'))
  })
}

function signOf(code: number): string | null {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null
}
