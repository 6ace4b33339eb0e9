/**
 * Signs that stand for others by Unicode's own tables: ligatures, mathematical and circled letters, squared units, raised
 * ordinals, Roman numerals, full-width forms. Fractions, powers, indices and № are read by rules of their own.
 */
const compatible = new RegExp(
  '[\u0132\u0133\u013f\u0140\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf\u2071\u2090-\u209c' +
    '\u2024-\u2026\u2057\u20a8\u2100-\u2102\u2105-\u2108\u210a-\u2113\u2115\u2118-\u211d\u2121\u2124\u2128\u212a-\u2138\u213b-\u2149\u2160-\u217f' +
    '\u2460-\u24ea\u3248-\u324f\u3250-\u32ff\u3300-\u33ff\ufb00-\ufb06\ufb13-\ufb17\ufe50-\ufe6f\uff01-\uffee' +
    '\u{1d400}-\u{1d7ff}\u{1f100}-\u{1f12e}\u{1f130}-\u{1f14f}\u{1f16a}-\u{1f16c}]',
  'gu',
)

/** Capitals of small size and other shapes of plain letters, which Unicode's tables leave alone. */
const shapes: ReadonlyMap<string, string> = new Map([
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnopqrstuvwyz'),
  ...pairs('🅐🅑🅒🅓🅔🅕🅖🅗🅘🅙🅚🅛🅜🅝🅞🅟🅠🅡🅢🅣🅤🅥🅦🅧🅨🅩', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  ...pairs('🅰🅱🅲🅳🅴🅵🅶🅷🅸🅹🅺🅻🅼🅽🅾🅿🆀🆁🆂🆃🆄🆅🆆🆇🆈🆉', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  ...pairs('❶❷❸❹❺❻❼❽❾➀➁➂➃➄➅➆➇➈➊➋➌➍➎➏➐➑➒⓵⓶⓷⓸⓹⓺⓻⓼⓽', '123456789123456789123456789123456789'),
  ['❿', '10'], ['➉', '10'], ['➓', '10'], ['⓾', '10'], ['⓿', '0'],
])
const shaped = new RegExp(`[${[...shapes.keys()].join('')}]`, 'gu')

/** The zeros of the decimal digits that people write; nine more follow each of them. */
const zeros = Array.from('٠۰०০੦૦୦௦౦೦൦๐໐༠၀០')
const otherDigit = new RegExp(`[${zeros.map((zero) => `${zero}-${String.fromCodePoint(codeOf(zero) + 9)}`).join('')}]`, 'gu')

/** Writes every letter and digit in its plain form: "𝗯𝗼𝗹𝗱" → "bold", "㎏" → "kg", "①" → "1", "٣" → "3". */
export function plainForms(text: string): string {
  return text
    .normalize('NFC')
    .replace(compatible, (sign) => sign.normalize('NFKC'))
    .replace(shaped, (sign) => shapes.get(sign) ?? sign)
    .replace(otherDigit, (digit) => {
      const zero = zeros.findLast((first) => codeOf(first) <= codeOf(digit)) ?? digit
      return String(codeOf(digit) - codeOf(zero))
    })
}

/** Letters that have no mark to take off. */
const withoutMarks: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Đ: 'D', đ: 'd', Ð: 'D', ð: 'd', Ł: 'L', ł: 'l', Ø: 'O', ø: 'o', Þ: 'Th', þ: 'th', ß: 'ss', ẞ: 'SS', Æ: 'Ae', æ: 'ae', Œ: 'Oe', œ: 'oe',
    Ħ: 'H', ħ: 'h', ı: 'i', Ŋ: 'Ng', ŋ: 'ng', ĸ: 'k', ŉ: 'n', Ŧ: 'T', ŧ: 't', Ɓ: 'B', ɓ: 'b', Ɗ: 'D', ɗ: 'd', Ɖ: 'D', ɖ: 'd', Ɛ: 'E', ɛ: 'e',
    Ƒ: 'F', ƒ: 'f', Ɠ: 'G', ɠ: 'g', Ɣ: 'Gh', ɣ: 'gh', Ƙ: 'K', ƙ: 'k', Ɔ: 'O', ɔ: 'o', Ə: 'A', ə: 'a', Ʃ: 'Sh', ʃ: 'sh', Ʒ: 'Zh', ʒ: 'zh',
    Ƴ: 'Y', ƴ: 'y', Ʊ: 'U', ʊ: 'u', Ɩ: 'I', ɩ: 'i', ɪ: 'i', ʏ: 'y', ɑ: 'a', ɐ: 'a', ɒ: 'o', ʌ: 'u', ɜ: 'e', ɡ: 'g', ɲ: 'ny', Ɲ: 'Ny', ɬ: 'l', ɾ: 'r',
    ɹ: 'r', ʁ: 'r', ɕ: 'sh', ʑ: 'zh', ʂ: 'sh', ʐ: 'zh', ɴ: 'n', ʋ: 'v', ɯ: 'u', Ɨ: 'I', ɨ: 'i', Ʉ: 'U', ʉ: 'u', Ⱥ: 'A', ⱥ: 'a', Ɇ: 'E', ɇ: 'e',
    Ꞌ: '', ꞌ: '', ʔ: '', ʕ: '',
  }),
)
const marks = /\p{M}+/gu
/** Okina, ayn and hamza: breaths that no reader of Latin letters says. */
const breaths = /[\u02b9-\u02c1\u02c8\u02cc\u02d0]|(?<=\p{L})\u2018(?=\p{L})/gu

/**
 * Writes words with Latin letters that the language's own step of pronouncing does not know in the nearest ones that it
 * does: "Nguyễn" → "Nguyen", "Łódź" → "Lodz". `known` are the letters beyond a to z that it knows, both cases.
 */
export function knownLetters(text: string, known: string): string {
  const isUnknown = new RegExp(`(?![a-zA-Zªº${known}])\\p{Script=Latin}`, 'u')
  return text
    .replace(breaths, '')
    .replace(word, (written) => (isUnknown.test(written) ? written.replace(markedLetter, (letter) => withoutMarks.get(letter) ?? baseOf(letter)) : written))
    .replace(marks, '')
}

const word = /\p{L}+/gu
const markedLetter = /(?![a-zA-Z])\p{Script=Latin}/gu

function baseOf(letter: string): string {
  const base = letter.normalize('NFKD').replace(marks, '')
  return withoutMarks.get(base) ?? base
}

function pairs(from: string, to: string): [string, string][] {
  const targets = Array.from(to)
  return Array.from(from, (sign, index) => [sign, targets[index] ?? ''])
}

function codeOf(sign: string): number {
  return sign.codePointAt(0) ?? 0
}
