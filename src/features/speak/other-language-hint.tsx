import { useDeferredValue, useMemo, type ReactElement } from 'react'
import { excerpt } from '../../shared/text/excerpt'
import { languageName } from '../../shared/text/wording/english/languages'
import { findOtherLanguage } from '../../shared/text/other-language'

/** Only the beginning of a longer text is looked at, so that typing stays quick. */
const LOOKED_AT_CHARACTERS = 5000

/** Says that a sentence seems to be in another language than the one it will be read in. */
export function OtherLanguageHint({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const written = useDeferredValue(text.slice(0, LOOKED_AT_CHARACTERS))
  const other = useMemo(() => findOtherLanguage(written, language), [written, language])
  if (!other) return null
  return (
    <p className="words__hint">
      <span lang={other.language}>“{excerpt(other.sentence)}”</span> looks like {languageName(other.language)}. It will be read as if it
      were {languageName(language)}.
    </p>
  )
}
