const starters = (
  'The A An He She It They We You I This That These Those There Then But And So In On At If When Where What Who ' +
  'Why How My Your His Her Our Their Its After Before Now Yes No Not For As By With From One Once Here Later ' +
  'Today Please Let All Some Many Everyone Nobody Next'
).replaceAll(' ', '|')
const startsSentence = new RegExp(String.raw`^(?:\s*$|\s*["')\]]*\s*(?:\n|$)|["')\]]*\s+["'(]?(?:${starters})\b)`, 'u')
const capitalNext = /^(?:["')\]]*\s*$|["')\]]*\s*\n|["')\]]*\s+["'(]?\p{Lu})/u

/** Before a name or behind one: "Dr. Lee", "Jr." Only with their full stop, except the titles that Britons write without. */
const titles: Readonly<Record<string, string>> = {
  Mr: 'Mister', Mrs: 'Missus', Ms: 'Miz', Prof: 'Professor', Rev: 'Reverend', Gen: 'General', Col: 'Colonel',
  Capt: 'Captain', Lt: 'Lieutenant', Sgt: 'Sergeant', Cpl: 'Corporal', Maj: 'Major', Cmdr: 'Commander',
  Adm: 'Admiral', Sen: 'Senator', Rep: 'Representative', Gov: 'Governor', Pres: 'President', Hon: 'Honorable',
  Supt: 'Superintendent', Mt: 'Mount', Ft: 'Fort', St: 'Saint', Dr: 'Doctor',
}

/** Anywhere; those that may end a sentence keep its full stop there. */
const plain: Readonly<Record<string, string>> = {
  vs: 'versus', approx: 'approximately', dept: 'department', Dept: 'Department', Inc: 'Incorporated', Ltd: 'Limited',
  Corp: 'Corporation', Co: 'Company', Bros: 'Brothers', misc: 'miscellaneous', max: 'maximum', Jr: 'Junior',
  Sr: 'Senior', Esq: 'Esquire', etc: 'et cetera', Ave: 'Avenue', Blvd: 'Boulevard', Rd: 'Road', Ln: 'Lane',
  Hwy: 'Highway', Pkwy: 'Parkway', Sq: 'Square', Apt: 'Apartment', Univ: 'University', Assn: 'Association',
  Govt: 'Government', govt: 'government', Intl: 'International', cf: 'compare', incl: 'including', excl: 'excluding',
  Tel: 'Telephone', tel: 'telephone', temp: 'temperature', avg: 'average', Est: 'Established',
}

/** Only before a number. */
const counters: readonly (readonly [RegExp, string])[] = [
  [/\bNos\.\s?(?=\d)/g, 'Numbers '],
  [/\bnos\.\s?(?=\d)/g, 'numbers '],
  [/\b[Nn](?:o\.|º|°|o\b(?=\s\d+\b(?=\s+(?:on|in)\s+the)))\s?(?=\d)|№\s?(?=\d)/g, 'number '],
  [/\bpp\.\s?(?=\d)/g, 'pages '],
  [/\bp\.\s?(?=\d)/g, 'page '],
  [/\b([Vv])ols?\.\s?(?=[\dIVX])/g, '$1olume '],
  [/\b([Cc])h(?:ap)?\.\s?(?=[\dIVX])/g, '$1hapter '],
  [/\b([Ff])igs?\.\s?(?=\d)/g, '$1igure '],
  [/\b([Ss])ec\.\s?(?=\d)/g, '$1ection '],
  [/\b([Ee])xt\.\s?(?=\d)/g, '$1xtension '],
  [/\b([Ee])q\.\s?(?=\d)/g, '$1quation '],
  [/\b[Oo]p\.\s?(?=\d)/g, 'opus '],
  [/\b(?:ca|c)\.\s?(?=\d)/g, 'circa '],
  [/\b([Aa])pt\s?(?=#?\d)/g, '$1partment '],
]

const houseNumber = String.raw`(?<![\d.,])(\d+[a-zA-Z]?\s(?:[NSEW]\.?\s)?(?:\p{Lu}[\p{L}'-]+|\d+(?:st|nd|rd|th))(?:\s\p{Lu}[\p{L}'-]+)?\s)`
const streets: Readonly<Record<string, string>> = {
  Dr: 'Drive', St: 'Street', Ave: 'Avenue', Rd: 'Road', Ln: 'Lane', Blvd: 'Boulevard', Ct: 'Court', Pl: 'Place',
}
const street = new RegExp(String.raw`${houseNumber}(Dr|St|Ave|Rd|Ln|Blvd|Ct|Pl)\b(\.?)`, 'gu')
const streetName = /(?<=\p{Lu}[\p{L}'-]*\p{Ll}\s|\d(?:st|nd|rd|th)\s)(Dr|St)\b(\.?)(?=[,;:!?)"']|\s+(?:\p{Ll}|\d)|\s*$|\n)/gu
const title = new RegExp(String.raw`\b(${Object.keys(titles).join('|')})\.(?=\s?\p{Lu})`, 'gu')
const bareTitle = /\b(Mr|Mrs|Ms|Dr|Prof|St)(?=\s\p{Lu}\p{Ll})/gu
const loneTitle = /\b(Mr|Mrs|Ms|Prof)\.(?=\s|$)/g
const anywhere = new RegExp(String.raw`(?<![\p{L}\d.])(${Object.keys(plain).join('|')})\.(?![\p{L}\d])`, 'gu')
const unitWithStop = /(?<=\d\s?)(min|sec|hr|hrs|mins|secs|oz|lb|lbs|ft|yd|mi|kg|cm|mm|km)\.(?!\p{L})(?=(.*))/gu
const bareVersus = /(?<=\p{L}\s)vs?(?=\s\p{L})/gu
const initials = /(?<![\p{L}\d.])(?:\p{L}\.\s?){2,}(?!\p{L}\.)(?<=\.\s?)/gu
const degree = /\b(Ph|Ed|M|B)\.\s?(D|Sc|A|S|Ed)\.(?=\W|$)/g
const middleInitial = /(?<=\p{Lu}[\p{L}'-]*\p{Ll}\s)(\p{Lu})\.(?=\s(\p{Lu}\p{Ll}+))/gu
const firstInitial = /(?<=^|[\n("'] ?|[\p{Ll},]\s)(\p{Lu})\.(?=\s(\p{Lu}[\p{L}'-]*\p{Ll}))/gu

/** Abbreviations with a full stop, and initials; the stop stays where it also ends the sentence. */
export function spokenAbbreviations(text: string): string {
  const kept = (after: string, pattern = startsSentence) => (pattern.test(after) ? '.' : '')
  const counted = counters.reduce((rewritten, [pattern, words]) => rewritten.replace(pattern, words), text)
  return counted
    .replace(/\be\.\s?g\.?,?(?![\p{L}\d])/giu, (written) => `${written.startsWith('E') ? 'For' : 'for'} example${written.endsWith(',') ? ',' : ''}`)
    .replace(/\bi\.\s?e\.?,?(?![\p{L}\d])/giu, (written) => `${written.startsWith('I') ? 'That' : 'that'} is${written.endsWith(',') ? ',' : ''}`)
    .replace(/\ba\.\s?k\.\s?a\.|\bAKA\b|\baka\b/gi, 'also known as')
    .replace(/\bet al\.(?=(.*))/g, (_, after: string) => `and others${kept(after)}`)
    .replace(unitWithStop, (_, unit: string, after: string) => `${unit}${kept(after, capitalNext)}`)
    .replace(degree, (written, first: string, second: string, at: number, whole: string) => {
      return `${spelled(first)} ${spelled(second)}${kept(whole.slice(at + written.length))}`
    })
    .replace(initials, (written, at: number, whole: string) => {
      const after = whole.slice(at + written.trimEnd().length)
      const isTime = /^[ap]\.\s?m\./i.test(written)
      const gap = /\s$/.test(written) ? ' ' : ''
      return `${spelled(written)}${kept(after, isTime ? capitalNext : startsSentence)}${gap}`
    })
    .replace(street, (written, before: string, name: string, stop: string, at: number, whole: string) => {
      return `${before}${streets[name] ?? name}${stop === '' ? '' : kept(whole.slice(at + written.length), capitalNext)}`
    })
    .replace(streetName, (written, name: string, stop: string, at: number, whole: string) => {
      return `${streets[name] ?? name}${stop === '' ? '' : kept(whole.slice(at + written.length), capitalNext)}`
    })
    .replace(title, (_, name: string) => titles[name] ?? name)
    .replace(bareTitle, (name) => titles[name] ?? name)
    .replace(loneTitle, (_, name: string) => titles[name] ?? name)
    .replace(anywhere, (written, name: string, at: number, whole: string) => {
      return `${plain[name] ?? name}${kept(whole.slice(at + written.length), capitalNext)}`
    })
    .replace(bareVersus, 'versus')
    .replace(middleInitial, (written, letter: string, next: string) => (isStarter(next) ? written : letter))
    .replace(firstInitial, (written, letter: string, next: string) => (letter === 'I' || isStarter(next) ? written : letter))
}

function isStarter(word: string): boolean {
  return new RegExp(`^(?:${starters})$`).test(word)
}

/** "U.S." → "U S", "Ph" → "P H". */
function spelled(letters: string): string {
  return (letters.match(/\p{L}/gu) ?? []).join(' ').toUpperCase()
}
