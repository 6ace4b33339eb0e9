/** A word in letters that are not Latin. A Greek letter that stands alone is a sign, and read as one. */
const foreignWord =
  /(?!\p{Script_Extensions=Latin})(?![\p{Script=Common}\p{Script=Inherited}])(?!\p{Script=Greek}(?![\p{Script=Greek}\p{M}])(?<!\p{Script=Greek}.))\p{L}(?:(?!\p{Script_Extensions=Latin})[\p{L}\p{M}\u30fb\u200c\u200d])*/gu
const emptied = /[^\S\n]?(?:\([\s,;:/–-]*\)|\[[\s,;:/–-]*\]|"[\s,;:–-]*"|“\s*”|«\s*»|「\s*」|『\s*』|《\s*》)/gu

/** The words of a text that a reader of Latin letters cannot read, in order. */
export function allForeignWords(text: string): readonly string[] {
  return text.match(foreignWord) ?? []
}

/** The same, each once. */
export function foreignWords(text: string): readonly string[] {
  return [...new Set(allForeignWords(text))]
}

/** The text without them, and without the brackets or quotes that held nothing else. */
export function withoutForeignWords(text: string): string {
  const rest = text.replace(foreignWord, '')
  return rest === text ? text : rest.replace(emptied, '')
}
