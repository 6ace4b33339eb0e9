import { useState, type ReactElement } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { PageHeading } from '../../components/page-heading'
import { useApp } from '../../state/use-app'
import { ChapterList } from './chapter-list'
import { ChapterText } from './chapter-text'
import { DocumentFacts } from './document-facts'
import { DocumentIntake } from './document-intake'
import { DocumentWays } from './document-ways'
import './documents.css'

/** A book or another document: where it comes from, its chapters, what becomes of them. */
export function DocumentPage(): ReactElement {
  const document = useApp((state) => state.openDocument)
  return (
    <div className="document-page">
      <PageHeading title="Read a document" lead="A book, an article, a script: its chapters become texts for your voice. It stays on this device." />
      <DocumentIntake />
      {document && (
        <>
          <DocumentFacts document={document} />
          <Chapters key={`${document.title} ${document.chapters.length}`} />
          <DocumentWays document={document} />
        </>
      )}
      <ReplaceQuestion />
    </div>
  )
}

function ReplaceQuestion(): ReactElement {
  const open = useApp((state) => state.openDocument)
  const waiting = useApp((state) => state.waitingDocument)
  const replace = useApp((state) => state.replaceDocument)
  return (
    <ConfirmDialog
      open={waiting !== null}
      title={`Open “${waiting?.title ?? ''}” instead?`}
      confirmLabel="Open it"
      onCancel={() => { replace(false) }}
      onConfirm={() => { replace(true) }}
    >
      <p>The corrections you made in “{open?.title}” will be lost. To keep them, make a project of it or put it into the text to speak first.</p>
    </ConfirmDialog>
  )
}

/** The list, and the text of the one that is looked at. */
function Chapters(): ReactElement | null {
  const chapters = useApp((state) => state.openDocument?.chapters)
  const [looked, setLooked] = useState<number | null>(chapters?.length === 1 ? 0 : null)
  if (!chapters) return null
  return (
    <div className="document-page__chapters">
      <ChapterList chapters={chapters} looked={looked} onLook={setLooked} />
      {looked !== null && chapters[looked] && <ChapterText key={looked} index={looked} chapter={chapters[looked]} />}
    </div>
  )
}
