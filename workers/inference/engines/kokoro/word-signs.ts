/** The signs `[from, to)` of a sentence's phonemes that a word of it is said with; none where `from` is `to`. */
export interface WordSigns {
  /** As it is written, with its punctuation. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Letters that a consonant's sign may be written with. */
const lettersOf: Readonly<Record<string, string>> = {
  b: 'b', d: 'dt', f: 'fpg', h: 'hw', j: 'yuie', k: 'kcqxg', l: 'l', m: 'm', n: 'nkgp', p: 'p', s: 'sczxt', t: 'td', v: 'vf', w: 'wuoq',
  z: 'zsx', ð: 't', θ: 't', ŋ: 'n', ɡ: 'gx', ɹ: 'rw', ʃ: 'sct', ʒ: 'sgzj', ʤ: 'jgd', ʧ: 'ct', T: 'td',
}
const VOWEL_LETTERS = 'aeiouy'
const VOWEL_SIGNS = 'AIOQWYaeiouæɑɐɒɔəɚɛɜɪʊʌᵊᵻ'
/** Signs that say how another one is spoken. */
const TONE_SIGNS = 'ˈˌː'
const MARKS = ';:,.!?—…"()“”'

/** Names of letters, spelled as they are said. */
const letterNames: Readonly<Record<string, string>> = {
  b: 'be', c: 'se', d: 'de', f: 'ef', g: 'je', h: 'aich', j: 'jay', k: 'ka', l: 'el', m: 'em', n: 'en', p: 'pe', q: 'kyu', r: 'ar', s: 'es', t: 'te',
  u: 'yu', v: 've', w: 'dubelyu', x: 'eks', y: 'wy', z: 'ze',
}

/** What it costs to leave a letter or a sign without a partner; a pair that does not fit costs more than leaving both. */
const COSTS = { letter: 0.4, otherCharacter: 0.05, mark: 0.3, vowel: 0.5, consonant: 0.6, space: 1, otherMark: 0.2, anyVowel: 0.1 }

/**
 * Which signs each word is said with. eSpeak NG runs small words together ("of the" is one) and takes others apart, so that the
 * letters of the whole sentence are laid beside its signs with the fewest that do not fit (Levenshtein 1965); spaces go with
 * spaces. Every word that has a letter or a digit is there, in order.
 *
 * @param signs the phonemes, a sign each
 */
export function findWordSigns(text: string, signs: readonly string[]): readonly WordSigns[] {
  const { words, letters, owners } = spelled(text)
  const partners = align(letters, signs)
  const owned = ownersOf(signs, Array.from(partners, (at) => owners[at] ?? -1))
  let end = 0
  return words.map((word, index) => {
    const from = owned.indexOf(index)
    if (from === -1) return { text: word, from: end, to: end }
    end = owned.lastIndexOf(index) + 1
    return { text: word, from, to: end }
  })
}

/** The words, and all characters in small letters without accents, each with the word that it belongs to (-1: none). */
function spelled(text: string): { readonly words: readonly string[]; readonly letters: readonly string[]; readonly owners: readonly number[] } {
  const words: string[] = []
  const letters: string[] = []
  const owners: number[] = []
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const isSaid = /[\p{L}\p{N}]/u.test(word)
    if (letters.length > 0) {
      letters.push(' ')
      owners.push(-1)
    }
    const plain = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
    for (const letter of plain.replace(/^[^\p{L}]*(\p{L})[^\p{L}]*$/u, (_, name: string) => letterNames[name] ?? name)) {
      letters.push(letter)
      owners.push(isSaid ? words.length : -1)
    }
    if (isSaid) words.push(word)
  }
  return { words, letters, owners }
}

/** For each sign the letter that it is laid beside, or -1. */
function align(letters: readonly string[], signs: readonly string[]): Int32Array {
  const columns = signs.length + 1
  const costs = new Float32Array((letters.length + 1) * columns)
  for (let row = 0; row <= letters.length; row++) {
    for (let column = 0; column <= signs.length; column++) {
      if (row === 0 && column === 0) continue
      const [letter = '', sign = ''] = [letters[row - 1], signs[column - 1]]
      const at = (down: number, right: number) => costs[(row - down) * columns + column - right] ?? Infinity
      costs[row * columns + column] = Math.min(
        row > 0 && column > 0 ? at(1, 1) + pairCost(letter, sign) : Infinity,
        row > 0 ? at(1, 0) + letterCost(letter) : Infinity,
        column > 0 ? at(0, 1) + signCost(sign) : Infinity,
      )
    }
  }
  return walkBack(letters, signs, costs)
}

function walkBack(letters: readonly string[], signs: readonly string[], costs: Float32Array): Int32Array {
  const columns = signs.length + 1
  const partners = new Int32Array(signs.length).fill(-1)
  let [row, column] = [letters.length, signs.length]
  while (row > 0 && column > 0) {
    const [letter = '', sign = ''] = [letters[row - 1], signs[column - 1]]
    const here = costs[row * columns + column] ?? 0
    const comesFrom = (down: number, right: number, cost: number) => Math.abs((costs[(row - down) * columns + column - right] ?? Infinity) + cost - here) < 1e-4
    if (comesFrom(1, 1, pairCost(letter, sign))) {
      partners[column - 1] = row - 1
      row--
      column--
    } else if (comesFrom(0, 1, signCost(sign))) column--
    else row--
  }
  return partners
}

function pairCost(letter: string, sign: string): number {
  if (letter === ' ' || sign === ' ') return letter === sign ? 0 : Infinity
  if (isMark(sign)) return letter === sign ? 0 : isMark(letter) ? COSTS.otherMark : Infinity
  if (VOWEL_SIGNS.includes(sign)) return VOWEL_LETTERS.includes(letter) ? COSTS.anyVowel : Infinity
  return lettersOf[sign]?.includes(letter) ? 0 : Infinity
}

function letterCost(letter: string): number {
  if (letter === ' ') return COSTS.space
  if (isMark(letter)) return COSTS.mark
  return /[\p{L}\p{N}]/u.test(letter) ? COSTS.letter : COSTS.otherCharacter
}

function signCost(sign: string): number {
  if (TONE_SIGNS.includes(sign)) return 0
  if (sign === ' ') return COSTS.space
  return VOWEL_SIGNS.includes(sign) ? COSTS.vowel : COSTS.consonant
}

function isMark(sign: string): boolean {
  return MARKS.includes(sign)
}

/**
 * The word that each sign belongs to; -1 for spaces and marks. A sign without a letter of its own goes with those before it in its
 * group, at the beginning of one with those behind it; a group without any letter is said for the word before.
 */
function ownersOf(signs: readonly string[], letterOwners: readonly number[]): readonly number[] {
  const owners: number[] = []
  const isBreak = (sign: string | undefined) => sign === undefined || sign === ' ' || isMark(sign)
  let before = -1
  for (const [at, sign] of signs.entries()) {
    if (isBreak(sign)) {
      owners.push(-1)
      continue
    }
    const own = letterOwners[at] ?? -1
    const beginsGroup = isBreak(signs[at - 1])
    let owner = own
    if (own === -1) owner = beginsGroup || TONE_SIGNS.slice(0, 2).includes(sign) ? ownerBehind(signs, letterOwners, at, isBreak) : (owners[at - 1] ?? -1)
    if (owner === -1) owner = before
    owners.push(owner)
    before = owner
  }
  return owners
}

function ownerBehind(signs: readonly string[], letterOwners: readonly number[], at: number, isBreak: (sign: string | undefined) => boolean): number {
  for (let next = at + 1; !isBreak(signs[next]); next++) {
    const owner = letterOwners[next] ?? -1
    if (owner !== -1) return owner
  }
  return -1
}
