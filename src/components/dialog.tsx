import { useEffect, useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react'
import './dialog.css'

export interface DialogProps {
  readonly open: boolean
  readonly title: string
  readonly children: ReactNode
  /** Buttons, the safe one first. */
  readonly actions: ReactNode
  /** Escape, or a click beside the dialog. */
  readonly onClose: () => void
}

/** A modal question on the native dialog element: focus is kept inside and given back by the browser. */
export function Dialog({ open, title, children, actions, onClose }: DialogProps): ReactElement {
  const element = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  const titleId = useId()
  // Only a dialog that is closed gives the focus back; one that is taken off the page does not.
  useLayoutEffect(() => {
    const dialog = element.current
    return () => { dialog?.close() }
  }, [])
  useEffect(() => {
    const dialog = element.current
    if (open && !dialog?.open) dialog?.showModal()
    if (!open && dialog?.open) dialog.close()
  }, [open])
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => { pressedBeside.current = event.target === event.currentTarget }}
      onClick={(event) => {
        // Marking text in a field may end beside the dialog.
        if (event.target === event.currentTarget && pressedBeside.current) onClose()
      }}
    >
      {open && (
        <div className="dialog__sheet">
          <h2 id={titleId}>{title}</h2>
          <div className="dialog__body">{children}</div>
          <div className="dialog__actions">{actions}</div>
        </div>
      )}
    </dialog>
  )
}
