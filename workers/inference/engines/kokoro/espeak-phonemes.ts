/** Accents that the phoneme front end speaks. */
export type Accent = 'american' | 'british'

/**
 * eSpeak NG writes English in plain IPA; Kokoro was trained on a smaller inventory, in which a diphthong or affricate
 * is one sign (eɪ = A, aɪ = I, aʊ = W, ɔɪ = Y, oʊ = O, əʊ = Q), a flap is T and a syllabic consonant follows ᵊ. The
 * correspondence is that of misaki, the model's own front end (hexgrad/misaki, espeak.py and EN_PHONES.md). Order
 * matters: longer signs come before their parts.
 */
const shared: readonly (readonly [RegExp, string])[] = [
  [/\u0303/g, ''],
  [/ʔˌ?n\u0329?/g, 'tᵊn'],
  [/əl(?![ˈˌ]?[aeiouɑɐɒæɔəɚɛɜɪʊʌᵻ])/g, 'ᵊl'],
  [/([^\s\u0329])\u0329/g, 'ᵊ$1'],
  [/aɪ/g, 'I'],
  [/aʊ/g, 'W'],
  [/eɪ/g, 'A'],
  [/ɔɪ/g, 'Y'],
  [/dʒ/g, 'ʤ'],
  [/tʃ/g, 'ʧ'],
  [/ɚ/g, 'əɹ'],
  [/ɐ/g, 'ə'],
  [/r/g, 'ɹ'],
  [/[xç]/g, 'k'],
  [/ɬ/g, 'l'],
  [/ʔ/g, 't'],
  [/ɾ/g, 'T'],
  [/ʲ/g, ''],
]

const american: readonly (readonly [RegExp, string])[] = [
  [/oʊ/g, 'O'],
  [/e/g, 'A'],
  [/ɜːɹ?/g, 'ɜɹ'],
  [/ɪə/g, 'iə'],
  [/ː/g, ''],
  [/o/g, 'ɔ'],
]

const british: readonly (readonly [RegExp, string])[] = [
  [/əʊ/g, 'Q'],
  [/eə/g, 'ɛː'],
  [/e/g, 'A'],
  [/iə/g, 'ɪə'],
  [/oː/g, 'ɔː'],
  [/o/g, 'ɔ'],
]

/** Rewrites eSpeak NG's IPA (without ties) into Kokoro's inventory. */
export function kokoroPhonemes(ipa: string, accent: Accent): string {
  const rules = [...shared, ...(accent === 'british' ? british : american)]
  return rules.reduce((phonemes, [pattern, sign]) => phonemes.replace(pattern, sign), ipa)
}
