/**
 * Sounds that people write as they hear them. eSpeak NG spells those without a vowel letter by letter; Kokoro says their
 * consonants.
 */
const phonemes: readonly (readonly [RegExp, string])[] = [
  [/^sh{2,}$/, 'ʃʃ'],
  [/^z{3,}$/, 'zzz'],
  [/^b+r{2,}$/, 'bɹɹ'],
  [/^g+r{2,}$/, 'ɡɹɹ'],
  [/^p+f{2,}t*$/, 'pft'],
  [/^p+s{2,}t+$/, 'pst'],
  [/^m{2,}$/, 'mm'],
  [/^(?:mm?-?hm+|mhm+)$/, 'mhˈm'],
  [/^hm+$/, 'hˈəm'],
  [/^n+g+h+$/, 'ŋ'],
]

/** Words drawn out: the spelling that eSpeak NG reads as the word. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/^no{3,}$/, 'no'], [/^so{3,}$/, 'so'], [/^yes{3,}$/, 'yes'], [/^yeah{2,}$/, 'yeah'], [/^a+h{1,}$/, 'ah'], [/^o+h{2,}$/, 'oh'], [/^o{3,}h?$/, 'ooh'],
  [/^a+w{2,}$/, 'aw'], [/^e+w{2,}$/, 'ew'], [/^he+y{2,}$/, 'hey'], [/^wo{2,}w$/, 'wow'], [/^wa{3,}h?$/, 'wah'], [/^u+gh{1,}$/, 'ugh'], [/^a+r+gh+$/, 'argh'],
  [/^ple{3,}ase$/, 'please'], [/^lo{3,}ng$/, 'long'], [/^wa{2,}y$/, 'way'], [/^hel{3,}o+$/, 'hello'], [/^hi{3,}$/, 'hi'], [/^bye{2,}$/, 'bye'],
]

/** A word that may be such a sound: a letter three times in a row, or no vowel. */
const candidate = /(?<![\p{L}\p{M}'’])(?:[a-z]*([a-z])\1{2,}[a-z]*|[bcdfghjklmnpqrstvwxz]{2,}(?:-[hm]+)?|a{2,}h+|o{2,}h+|aww|eww)(?![\p{L}\p{M}'’])/giu

/**
 * Cuts a stretch of text at such sounds: odd parts are phonemes, even ones text for eSpeak NG, in which drawn-out words
 * are written plainly.
 */
export function splitAtSounds(text: string): readonly string[] {
  const plain = text.replace(candidate, (word) => matching(spellings, word) ?? word)
  const parts: string[] = []
  let from = 0
  for (const found of plain.matchAll(candidate)) {
    const sound = matching(phonemes, found[0])
    if (sound === undefined) continue
    parts.push(plain.slice(from, found.index), sound)
    from = found.index + found[0].length
  }
  return [...parts, plain.slice(from)]
}

function matching(rules: readonly (readonly [RegExp, string])[], word: string): string | undefined {
  return rules.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1]
}
