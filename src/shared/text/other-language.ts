/**
 * Words that nearly every sentence of a language has some of: articles, pronouns, prepositions and forms of "to be". What
 * near languages share counts for both of them. English has none of the others' (die, no, me, in, come are left out).
 */
const commonWords: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words('the and of to is are was were it that this with for you your they have has had not from will would what which there been'),
  de: words('der das und ist nicht ich sie wir ihr ein eine einen dem den mit auf für von zu auch wie aber sind wird war haben hat nach bei über noch'),
  es: words('el los las y del una con por para que está están es más muy pero como su sus lo nos hay este esta porque cuando también'),
  fr: words('le les des et est une dans pour qui sur avec pas je vous nous il elle ils au aux du ce cette sont mais ou plus très était'),
  it: words('il gli di che non è sono della dello nel nella con per una questo questa anche più ma ho hai abbiamo perché molto delle degli'),
  pt: words('o os as não um uma do da dos das em no na para com por que é são mais muito mas você ele ela seu sua isso está também'),
}

/** Fewer of its words than this are a name or a quotation. */
const MIN_FOUND = 3

/** A language that a stretch of a text seems to be in, though another one was chosen. */
export interface OtherLanguage {
  /** BCP 47, primary subtag. */
  readonly language: string
  /** The first sentence of it. */
  readonly sentence: string
}

/**
 * The first sentence that seems to be in another language than `language` (BCP 47): at least three of that language's
 * commonest words, and twice as many as of the chosen one. A hint, not a verdict: null also where a language has no list.
 */
export function findOtherLanguage(text: string, language: string): OtherLanguage | null {
  const [chosen = ''] = language.toLowerCase().split('-')
  if (!commonWords[chosen]) return null
  for (const { segment } of new Intl.Segmenter(chosen, { granularity: 'sentence' }).segment(text)) {
    const found = segment.toLowerCase().match(/\p{L}+/gu) ?? []
    const scores = Object.entries(commonWords).map(([tag, common]) => ({ tag, count: found.filter((word) => common.has(word)).length }))
    const own = scores.find(({ tag }) => tag === chosen)?.count ?? 0
    const best = scores.reduce((most, score) => (score.count > most.count ? score : most))
    if (best.tag !== chosen && best.count >= MIN_FOUND && best.count >= 2 * own) return { language: best.tag, sentence: segment.trim() }
  }
  return null
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}
