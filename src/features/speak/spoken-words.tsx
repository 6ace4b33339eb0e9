import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { PLAIN_PROSODY, type CastRole } from '../../shared/protocol/script'
import { loadNormaliser, saysOtherwise } from '../../shared/text/normaliser/normaliser'
import type { SpokenSegment } from '../../shared/text/normaliser/pause-tags'
import { applyPronunciations, type Pronunciation } from '../../shared/text/pronunciations'
import { scriptPassages } from '../../shared/text/script/script-passages'
import { passageLabels } from '../../shared/text/wording/english/marks'
import { rolesOf } from '../../state/speak/cast-slice'
import { useApp } from '../../state/use-app'
import './spoken-words.css'

/** Only this much of a longer text is shown: nobody proofreads a book here. */
const SHOWN_CHARACTERS = 5000
/** Whoever types on is not held up by words that are old a moment later. */
const TYPING_MS = 150

const SUMMARY = 'Numbers, signs and abbreviations in words, and your pronunciations'

/** A stretch of what is said, with who says it and how where that changes. */
interface ShownSegment extends SpokenSegment {
  readonly labels: readonly string[]
}

/** The text as it will be said, wherever its words differ from what is written: numbers, signs, marks, names of a cast, the person's own list. */
export function SpokenWords({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const pronunciations = useApp((state) => state.pronunciations)
  const written = beginningOf(text)
  const cast = useApp((state) => state.cast)
  const roles = useMemo(() => rolesOf(written, cast, ''), [written, cast])
  const segments = useSpoken(written, language, pronunciations, roles)
  if (!segments) return null
  return (
    <Disclosure title="What will be said" summary={written.length < text.length ? `The first words. ${SUMMARY}` : SUMMARY}>
      <div className="spoken-words" lang={language}>
        {segments.map((segment, index) => (
          <p key={index}>
            {segment.labels.map((label) => <span key={label} className="spoken-words__label">{label}</span>)}
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

/**
 * What will be said, null while it is not known or where it is what is written. Worked out after a rest from typing, in
 * turns of a few milliseconds between which the page can draw and take letters.
 */
function useSpoken(written: string, language: string, pronunciations: readonly Pronunciation[], roles: readonly CastRole[]): readonly ShownSegment[] | null {
  const [spoken, setSpoken] = useState<{ readonly language: string; readonly segments: readonly ShownSegment[] | null } | null>(null)
  useEffect(() => {
    const typedOn = new AbortController()
    const rest = (milliseconds: number) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds) })
    const turn = async () => {
      await rest(0)
      typedOn.signal.throwIfAborted()
    }
    const read = async () => {
      await rest(TYPING_MS)
      typedOn.signal.throwIfAborted()
      const normalise = await loadNormaliser(language)
      const segments: ShownSegment[] = []
      for (const passage of scriptPassages(written, roles, PLAIN_PROSODY)) {
        const said = await normalise.inTurns(applyPronunciations(passage.text, pronunciations, language), turn)
        segments.push(...said.map((segment, index) => ({ ...segment, labels: index === 0 ? passageLabels(passage) : [] })))
      }
      typedOn.signal.throwIfAborted()
      setSpoken({ language, segments: saysOtherwise(written, segments) ? segments : null })
    }
    // Only the preview is missing where this fails; a reading that fails for the same reason says so itself.
    read().catch(() => { if (!typedOn.signal.aborted) setSpoken(null) })
    return () => { typedOn.abort() }
  }, [written, language, pronunciations, roles])
  return spoken?.language === language ? spoken.segments : null
}
