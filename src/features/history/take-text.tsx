import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { excerpt } from '../../shared/text/excerpt'

/** About four lines of a card on a wide screen. */
const SHORT_CHARACTERS = 320

/** What was said; a long text shows its beginning first. */
export function TakeText({ text, language }: { readonly text: string; readonly language: string }): ReactElement {
  const [whole, setWhole] = useState(false)
  const long = text.length > SHORT_CHARACTERS
  return (
    <div>
      <blockquote className="take__text" lang={language}>
        {whole || !long ? text : excerpt(text, SHORT_CHARACTERS)}
      </blockquote>
      {long && (
        <Button
          className="take__unfold"
          variant="quiet"
          size="small"
          aria-expanded={whole}
          aria-label={`${whole ? 'Show less' : 'Show the whole text'} of “${excerpt(text)}”`}
          onClick={() => { setWhole(!whole) }}
        >
          {whole ? 'Show less' : 'Show the whole text'}
        </Button>
      )}
    </div>
  )
}
