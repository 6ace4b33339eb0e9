import { useEffect, useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import type { DocumentCover } from '../../shared/protocol/document'
import { languageName } from '../../shared/text/wording/english/languages'
import type { OpenDocument } from '../../state/documents/documents-slice'
import { useApp } from '../../state/use-app'

/** What the document says of itself. */
export function DocumentFacts({ document: { title, author, language, cover } }: { readonly document: OpenDocument }): ReactElement {
  const close = useApp((state) => state.closeDocument)
  const facts = [author, language === null ? null : shownLanguage(language)].filter((fact) => fact !== null)
  return (
    <div className="document-facts">
      {cover && <Cover key={title} cover={cover} />}
      <div className="document-facts__words">
        <h2>{title}</h2>
        {facts.length > 0 && <p>{facts.join(' · ')}</p>}
        <Button size="small" variant="quiet" icon="close" onClick={close}>
          Close
        </Button>
      </div>
    </div>
  )
}

/** Documents write all sorts of things where a language's tag belongs. */
function shownLanguage(tag: string): string {
  try {
    return languageName(tag.replaceAll('_', '-'))
  } catch {
    return tag
  }
}

/** Decorative: the title stands beside it. One that no browser can show is left out. */
function Cover({ cover }: { readonly cover: DocumentCover }): ReactElement {
  const [isBroken, setIsBroken] = useState(false)
  const picture = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const address = URL.createObjectURL(new Blob([cover.bytes], { type: cover.mediaType }))
    if (picture.current) picture.current.src = address
    return () => { URL.revokeObjectURL(address) }
  }, [cover])
  return <img ref={picture} className="document-facts__cover" alt="" hidden={isBroken} onError={() => { setIsBroken(true) }} />
}
