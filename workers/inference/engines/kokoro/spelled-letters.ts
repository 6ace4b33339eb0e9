const letterRun = /(?<!\p{L})(\p{Lu}(?: \p{Lu})+)('?s)?(?!\p{L})/gu

/**
 * Letters that are spelled, in the writing that eSpeak NG spells: alone it takes "A" for the article, and "LED" for the
 * metal, but "A.M" and "L.E.D" for letters; a plural only without stops.
 */
export function joinSpelledLetters(text: string): string {
  return text.replace(letterRun, (_, letters: string, plural: string | undefined) =>
    plural === undefined ? letters.replaceAll(' ', '.') : `${letters.replaceAll(' ', '')}${plural}`,
  )
}
