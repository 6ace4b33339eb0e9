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

/** Said as words although they hold no vowel or stand among the spelled. */
const saidAs: Readonly<Record<string, string>> = {
  OK: 'okay', IEEE: 'I triple E', AAA: 'triple A', JPEG: 'jay peg', JPG: 'jay peg', PhD: 'P H D', PhDs: 'P H Ds',
  MSc: 'M S C', BSc: 'B S C', iOS: 'I O S', macOS: 'mac O S', AKA: 'also known as',
  TLDR: 'T L D R', YMCA: 'Y M C A', eBay: 'e bay',
}

/** Acronyms with vowels that are spelled all the same. Words people shout ("NO", "WHO", "IT") are not among them. */
const spelledOut = new Set(
  (
    'FBI CIA USA UK EU UN UAE AI API CEO CFO CTO COO CIO ID IQ EQ IP ATM DIY DNA RNA URL UI UX GPU CPU NPU USB AC FM UFO VIP LED ' +
    'OLED FAQ HIV IBM MIT UCLA BMI ICU IVF IRS NBA NSA EPA FDA USSR UCL NYU LA AD IPO ISO IOU GUI NGO IMF OECD IDE ' +
    'ISBN HDMI EKG ECG EEG MRI ABC NBC BBC AOL ETA RSVP ASAP FYI DOB GPA IRA ACLU AFK AP ESPN EV EVS HBO AMA ADHD OCD IBS UTC EST EDT CET ' +
    'WIFI UPS ISP IOT SEO OS IO RIAA AMD EA CEO UEA ESL EFL ESA EULA OEM PAQ AWS NYC NYPD NYSE KYC TYVM CYA BYOB DIY QA HVAC RIP TBA HOA'
  ).split(' '),
)

// "US" the country, not "us" in a loud sentence: only where the words around it are not loud.
const ambiguous = /(?<=\b(?:the|The|in|In|a|to|of|and|from|for|by|with)\s)US(?![\p{L}\d])(?!\s\p{Lu}{2})|(?<![\p{L}\d])US(?=[- ](?:\p{Lu}\p{Ll}|\p{Ll}))(?<!\p{Lu}{2}\s..)/gu
const capitals = /(?<![\p{L}\d])(\p{Lu}{2,6})(s|'s)?(?![\p{L}\d])/gu
const notSpelled = new Set(['MR', 'MRS', 'DR', 'ST', 'HMM', 'MMM', 'SHH', 'PSST', 'TSK', 'ZZZ', 'PFFT', 'BRR', 'GRR', 'NTH', 'SSH', 'HM', 'MM', 'SH'])

/** Acronyms that are spelled, letter by letter: "FBI" → "F B I"; those that are words ("NASA") stay. */
export function spokenAcronyms(text: string): string {
  return text
    .replace(/(?<![\p{L}\d])(?:OK|IEEE|AAA|JPE?G|PhDs?|MSc|BSc|iOS|macOS|TLDR|YMCA|eBay)(?![\p{L}\d])/gu, (name) => saidAs[name] ?? name)
    .replace(/\bWi-?Fi\b/g, 'wi-fi')
    .replace(ambiguous, 'U S')
    .replace(capitals, (written, letters: string, plural: string | undefined) => {
      const hasNoVowel = !/[AEIOUYÀ-Ý]/.test(letters) && !notSpelled.has(letters)
      return hasNoVowel || spelledOut.has(letters) ? `${Array.from(letters).join(' ')}${plural ?? ''}` : written
    })
}
