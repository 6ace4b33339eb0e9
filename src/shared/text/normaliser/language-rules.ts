import type { Rewrite } from './document/typography'

/** What a language adds to what holds for all. */
export interface LanguageRules {
  readonly rewrite: Rewrite
  /** Letters beyond a to z that its step of pronouncing knows; others are said as the nearest of these. */
  readonly letters: string
}
