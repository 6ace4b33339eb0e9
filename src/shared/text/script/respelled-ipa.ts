/** What a reader of English letters makes of a sound of the IPA: longer signs first. Vowels by the usual respelling of American dictionaries. */
const sounds: readonly (readonly [string, string])[] = [
  ['tʃ', 'ch'], ['t͡ʃ', 'ch'], ['dʒ', 'j'], ['d͡ʒ', 'j'], ['aɪ', 'eye'], ['aʊ', 'ow'], ['eɪ', 'ay'], ['ɔɪ', 'oy'], ['oʊ', 'oh'], ['əʊ', 'oh'], ['ɪə', 'eer'], ['eə', 'air'], ['ʊə', 'oor'],
  ['ɑ', 'ah'], ['ɒ', 'o'], ['æ', 'a'], ['ʌ', 'uh'], ['ə', 'uh'], ['ɐ', 'uh'], ['ɜ', 'ur'], ['ɝ', 'ur'], ['ɚ', 'er'], ['ɛ', 'eh'], ['e', 'eh'], ['ɪ', 'ih'], ['i', 'ee'], ['ɔ', 'aw'], ['o', 'oh'], ['ʊ', 'uu'],
  ['u', 'oo'], ['a', 'ah'], ['y', 'ue'], ['ø', 'ur'], ['œ', 'ur'], ['ʃ', 'sh'], ['ʒ', 'zh'], ['θ', 'th'], ['ð', 'th'], ['ŋ', 'ng'], ['ɲ', 'ny'], ['ʎ', 'ly'], ['x', 'kh'], ['ç', 'kh'], ['ɣ', 'g'], ['j', 'y'], ['ɹ', 'r'],
  ['ɾ', 'd'], ['ʁ', 'r'], ['ɡ', 'g'], ['c', 'k'], ['q', 'k'], ['ɫ', 'l'], ['ʔ', ''], ['ʍ', 'wh'],
]
const plain = 'bdfghklmnprstvwz'
const vowel = /^[ɑɒæʌəɐɜɝɚɛeɪiɔoʊuayøœ]/

/**
 * "təˈmeɪtoʊ" → "tuh-MAY-toh": a pronunciation in the IPA as letters that any engine reads, the stressed syllable in capitals. It
 * comes near, no more: there is one spelling for sounds that lie close together. Signs that are unknown are passed over.
 */
export function respelledIpa(ipa: string): string {
  return ipa.normalize('NFC').trim().split(/\s+/).map(respelledWord).join(' ')
}

function respelledWord(word: string): string {
  const syllables = syllablesOf(word).map(({ sounds: signs, isStressed }) => {
    const letters = lettersOf(signs)
    return isStressed ? letters.toUpperCase() : letters
  })
  const said = syllables.filter((syllable) => syllable !== '')
  return said.length === 1 ? (said[0] ?? '').toLowerCase() : said.join('-')
}

/** Cut where a stress or a dot stands, and before a consonant that has a vowel on both sides. */
function syllablesOf(word: string): readonly { readonly sounds: string; readonly isStressed: boolean }[] {
  return word.split(/(?=[ˈˌ'.])/).flatMap((part) => {
    const isStressed = /^[ˈ']/.test(part)
    const signs = part.replace(/^[ˈˌ'.]/, '').replace(/[ː̩̯]/g, '')
    const cut: string[] = []
    let open = ''
    for (let at = 0; at < signs.length; at++) {
      const rest = signs.slice(at)
      if (/[ɑɒæʌəɐɜɝɚɛeɪiɔoʊuayøœ]$/.test(open) && !vowel.test(rest) && vowel.test(signs.slice(at + lengthOfSound(rest)))) {
        cut.push(open)
        open = ''
      }
      const length = lengthOfSound(rest)
      open += signs.slice(at, at + length)
      at += length - 1
    }
    return [...cut, open].map((syllable, index) => ({ sounds: syllable, isStressed: isStressed && index === 0 }))
  })
}

function lengthOfSound(signs: string): number {
  return sounds.find(([sign]) => signs.startsWith(sign))?.[0].length ?? 1
}

function lettersOf(signs: string): string {
  let letters = ''
  for (let at = 0; at < signs.length; at++) {
    const [sign, spelled] = sounds.find(([known]) => signs.startsWith(known, at)) ?? [signs.charAt(at), plain.includes(signs.charAt(at)) ? signs.charAt(at) : '']
    letters += spelled
    at += sign.length - 1
  }
  return letters
}
