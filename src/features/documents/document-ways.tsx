import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { MAX_TEXT_CHARACTERS } from '../../shared/text/speakable'
import { speechSeconds } from '../../shared/text/speech-length'
import { formatAbout } from '../../shared/text/wording/english/figures'
import { fitsIntoText, textOfChosen, type OpenDocument } from '../../state/documents/documents-slice'
import { useApp } from '../../state/use-app'

/** What becomes of the chosen chapters. */
export function DocumentWays({ document: { chapters } }: { readonly document: OpenDocument }): ReactElement {
  const put = useApp((state) => state.putDocumentIntoText)
  const make = useApp((state) => state.makeProjectOfDocument)
  const hasText = useApp((state) => state.text.trim() !== '')
  const chosen = textOfChosen(chapters)
  const fits = fitsIntoText(chosen)

  // Short things are spoken at once; what is longer is made chapter by chapter, and goes on after a pause.
  const isLong = !fits || chapters.length > 1

  // A second click would make a second project.
  const [making, setMaking] = useState(false)

  async function makeAndGo(): Promise<void> {
    setMaking(true)
    const isMade = await make()
    setMaking(false)
    if (isMade) window.location.hash = '#/projects'
  }

  function putAndGo(how: 'add' | 'replace'): void {
    put(how)
    window.location.hash = '#/speak'
  }

  return (
    <div className="document-ways">
      <p className="document-ways__length">
        {chosen === '' ? 'Tick a chapter to have it read.' : `${capital(formatAbout(speechSeconds(chosen)))} of speech.`}
        {chosen !== '' && !fits && ` That is more than one reading takes (${MAX_TEXT_CHARACTERS.toLocaleString()} characters): make a project of it, or tick fewer chapters.`}
      </p>
      <div className="document-ways__buttons">
        <Button variant={isLong ? 'primary' : 'secondary'} disabled={chosen === '' || making} onClick={() => void makeAndGo()}>
          Make a project
        </Button>
        <Button variant={isLong ? 'secondary' : 'primary'} disabled={!fits} onClick={() => { putAndGo('replace') }}>
          {hasText ? 'Replace the text to speak' : 'Put into the text to speak'}
        </Button>
        {hasText && (
          <Button disabled={!fits} onClick={() => { putAndGo('add') }}>
            Add to the text to speak
          </Button>
        )}
      </div>
    </div>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
