/** English nouns that a single letter names a thing of: "plan B", "vitamin C". Singular, lower case. */
const named =
  'plan vitamin hepatitis section type team group exhibit grade appendix option point class figure schedule part side level phase step case ' +
  'column row block building gate terminal hall room zone area line train bus road route paper size cup string key note letter category ' +
  'division series form unit list table item question answer choice version model variant sample test ticket flat apartment suite seat ' +
  'platform wing ward deck door exit lane camera channel drive port pin node vertex angle set event product company person player suspect ' +
  'patient witness mister miss agent influenza flu hemophilia schedule annex chapter volume box house year stage tier title wave scenario'

const behindNoun = new RegExp(String.raw`(?:^|[^\p{L}])(?:${named.replaceAll(' ', '|')})(?:s|es)?\.?\s$`, 'iu')
/** "A, B and", "from A to", "a", "an". */
const behindLetter = /(?<!\p{L})\p{Lu}(?:,|,? (?:and|or|&|to)|[-–])\s$|(?:^|[^\p{L}])(?:[Gg]ot|[Gg]ets?|[Gg]ave|[Gg]iven?|[Ww]ith|[Ff]or|from|is|was) (?:an?|the) $|(?:^|[^\p{L}])an? $/u

/**
 * True where a capital that stands right behind `before` is the name of a thing ("plan B", "sections A, B and C"), not an
 * initial or the article.
 */
export function namesLetter(before: string): boolean {
  const near = before.slice(-40)
  return behindNoun.test(near) || behindLetter.test(near)
}
