import { useDeferredValue, useMemo, type ReactElement } from 'react'
import { Checkbox } from '../../components/checkbox'
import { holdsCode } from '../../shared/text/normaliser/document/markup'
import { unreadableWords } from '../../shared/text/speakable'
import { languageName } from '../../shared/text/wording/english/languages'
import { useApp } from '../../state/use-app'

/** So many are named; a text with more of them is better read in its own language. */
const NAMED_WORDS = 5

/** Says which words of the text cannot be read in its language and will be left out. */
export function LeftOutHint({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const written = useDeferredValue(text)
  const words = useMemo(() => unreadableWords(written, language), [written, language])
  if (words.length === 0) return null
  const more = words.length - NAMED_WORDS
  return (
    <p className="words__hint">
      Left out, because {languageName(language)} has no letters for {words.length === 1 ? 'it' : 'them'}: {words.slice(0, NAMED_WORDS).join(', ')}
      {more > 0 && ` and ${more} more`}.
    </p>
  )
}

/** Offers to leave out blocks of code, where the text holds some. */
export function CodeChoice({ text }: { readonly text: string }): ReactElement | null {
  const leavesOutCode = useApp((state) => state.leavesOutCode)
  const setLeavesOutCode = useApp((state) => state.setLeavesOutCode)
  if (!holdsCode(text)) return null
  return (
    <Checkbox checked={leavesOutCode} onChange={setLeavesOutCode}>
      Leave out the blocks of code
    </Checkbox>
  )
}
