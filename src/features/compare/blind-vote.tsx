import { useEffect, useRef, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { useApp } from '../../state/use-app'
import { shownName } from '../../shared/text/shown-name'
import type { ComparedPair } from './compare-figures'

/** Asks which take is better while nobody knows which is which, and then tells. */
export function BlindVote({ takes: { a, b } }: { readonly takes: ComparedPair }): ReactElement {
  const verdict = useApp((state) => state.verdict)
  const vote = useApp((state) => state.vote)
  const compareAgain = useApp((state) => state.compareAgain)
  const outcome = useRef<HTMLParagraphElement>(null)
  // The pressed button is gone: the outcome takes the focus, and is read out.
  useEffect(() => { if (verdict) outcome.current?.focus() }, [verdict])

  if (!verdict) {
    return (
      <div className="compare__vote" role="group" aria-label="Your verdict">
        <Button onClick={() => void vote('a')}>A is better</Button>
        <Button onClick={() => void vote('b')}>B is better</Button>
        <Button onClick={() => void vote('equal')}>No difference</Button>
      </div>
    )
  }
  const preferred = verdict === 'a' ? a : b
  return (
    <div className="compare__vote">
      <p ref={outcome} tabIndex={-1} className="compare__outcome">
        {verdict === 'equal'
          ? 'You heard no difference. Now you can see which was which.'
          : `You preferred ${verdict.toUpperCase()}: ${preferred.engineName}, ${shownName(preferred.voiceName)}. Now you can see which was which.`}
      </p>
      <Button icon="refresh" onClick={compareAgain}>
        Hide and shuffle again
      </Button>
    </div>
  )
}
