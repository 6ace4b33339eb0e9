import { useDeferredValue, useEffect, useState, type ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { loadNormaliser, saysOtherwise, type Normaliser } from '../../shared/text/normaliser/normaliser'
import { applyPronunciations } from '../../shared/text/pronunciations'
import { useApp } from '../../state/use-app'
import './spoken-words.css'

/** Only this much of a longer text is shown: all of it at every keystroke would slow typing down. */
const SHOWN_CHARACTERS = 5000

const SUMMARY = 'Numbers, signs and abbreviations in words, and your pronunciations'

/** The text as it will be said, wherever its words differ from what is written: numbers, signs, the person's own list. */
export function SpokenWords({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const normalise = useNormaliser(language)
  const pronunciations = useApp((state) => state.pronunciations)
  // Typing comes first; a long text takes some milliseconds.
  const written = useDeferredValue(beginningOf(text))
  if (!normalise) return null
  const segments = normalise(applyPronunciations(written, pronunciations, language))
  if (!saysOtherwise(written, segments)) return null
  return (
    <Disclosure title="What will be said" summary={written.length < text.length ? `The first words. ${SUMMARY}` : SUMMARY}>
      <div className="spoken-words" lang={language}>
        {segments.map((segment, index) => (
          <p key={index}>
            {segment.text}
            {segment.pauseSeconds > 0 && <span className="spoken-words__pause"> (pause of {segment.pauseSeconds} s)</span>}
          </p>
        ))}
      </div>
    </Disclosure>
  )
}

/** Whole words of it, and whole lines where there are some. */
function beginningOf(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text
  const lineEnd = text.lastIndexOf('\n', SHOWN_CHARACTERS)
  const end = lineEnd > 0 ? lineEnd : text.lastIndexOf(' ', SHOWN_CHARACTERS)
  return text.slice(0, end > 0 ? end : SHOWN_CHARACTERS)
}

/** The language's rules, null while they load. */
function useNormaliser(language: string): Normaliser | null {
  const [loaded, setLoaded] = useState<{ readonly language: string; readonly normalise: Normaliser } | null>(null)
  useEffect(() => {
    let isWanted = true
    loadNormaliser(language).then(
      (normalise) => { if (isWanted) setLoaded({ language, normalise }) },
      // Only the preview is missing then; a reading that fails for the same reason says so itself.
      () => { if (isWanted) setLoaded(null) },
    )
    return () => { isWanted = false }
  }, [language])
  return loaded?.language === language ? loaded.normalise : null
}
