import type { ReactElement, ReactNode } from 'react'
import { useFileDrop } from '../../components/use-file-drop'
import { useApp } from '../../state/use-app'
import './documents.css'

/** From the text to speak to the page where documents are read. */
export function DocumentLink(): ReactElement {
  return (
    <a className="document-link" href="#/document">
      Read a book or document
    </a>
  )
}

/** A place where a document can be dropped; reads it on the page of documents. */
export function DocumentDrop({ children }: { readonly children: ReactNode }): ReactElement {
  const read = useApp((state) => state.readDocument)
  const { hovering, ...drop } = useFileDrop(true, ([file]) => {
    void read(file, file.name)
    window.location.hash = '#/document'
  })
  return (
    <div className="document-drop" data-dropping={hovering} {...drop}>
      {children}
    </div>
  )
}
