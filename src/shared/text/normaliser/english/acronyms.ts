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
    'WIFI UPS ISP IOT SEO OS IO RIAA AMD EA CEO UEA ESL EFL ESA EULA OEM PAQ AWS NYC NYPD NYSE KYC TYVM CYA BYOB DIY QA HVAC RIP TBA HOA BCE'
  ).split(' '),
)

// "US" the country, not "us" in a loud sentence: only where the words around it are not loud.
const ambiguous = /(?<=\b(?:the|The|in|In|a|to|of|and|from|for|by|with)\s)US(?![\p{L}\d])(?!\s\p{Lu}{2})|(?<![\p{L}\d])US(?=[- ](?:\p{Lu}\p{Ll}|\p{Ll}))(?<!\p{Lu}{2}\s..)/gu
const capitals = /(?<![\p{L}\d])(\p{Lu}{2,6})(s|'s)?(?![\p{L}\d])/gu
/** Sounds in capitals: "SHHH", "ZZZ". */
const sound = /^(?:HM+|MM+|M?HM+|SHH+|ZZZ+|PF+T*|PSS+T|BRR+|GRR+|TSK|NGH+)$/
const notSpelled = new Set(['MR', 'MRS', 'DR', 'ST', 'HMM', 'MMM', 'SHH', 'PSST', 'TSK', 'ZZZ', 'PFFT', 'BRR', 'GRR', 'NTH', 'SSH', 'HM', 'MM', 'SH'])

/** Acronyms that are spelled, letter by letter: "FBI" → "F B I"; those that are words ("NASA") stay. */
export function spokenAcronyms(text: string): string {
  return text
    .replace(/(?<![\p{L}\d])(?:OK|IEEE|AAA|JPE?G|PhDs?|MSc|BSc|iOS|macOS|TLDR|YMCA|eBay)(?![\p{L}\d])/gu, (name) => saidAs[name] ?? name)
    .replace(/\bWi-?Fi\b/g, 'wi-fi')
    .replace(ambiguous, 'U S')
    .replace(capitals, (written, letters: string, plural: string | undefined) => {
      const hasNoVowel = !/[AEIOUYÀ-Ý]/.test(letters) && !notSpelled.has(letters) && !sound.test(letters)
      return hasNoVowel || spelledOut.has(letters) ? `${Array.from(letters).join(' ')}${plural ?? ''}` : written
    })
}
