import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { Button, type ButtonProps } from './button'
import type { IconName } from './icon'
import './menu.css'

export interface MenuProps {
  /** Words on the button that opens it. */
  readonly label: string
  /** Its name, where several menus of one page have the same words; begins with them. */
  readonly name?: string
  readonly icon: IconName
  readonly size?: ButtonProps['size']
  /** Buttons; pressing one closes the menu. */
  readonly children: ReactNode
  /** Said below the buttons. */
  readonly note?: ReactNode
}

/**
 * A button that shows a few others. They are plain buttons, reached with Tab: no menu in the sense of ARIA, which would
 * have to be operated with arrow keys. Escape, a choice and a focus that goes elsewhere close it.
 */
export function Menu({ label, name, icon, size, children, note }: MenuProps): ReactElement {
  const [open, setOpen] = useState(false)
  const sheetId = useId()
  const root = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!open) return
    root.current?.querySelector<HTMLElement>('.menu__items button')?.focus()
    const closeOutside = ({ target }: PointerEvent) => {
      if (!root.current?.contains(target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => { document.removeEventListener('pointerdown', closeOutside) }
  }, [open])

  function closeAndReturn(): void {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }

  return (
    <div
      ref={root}
      className="menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        closeAndReturn()
      }}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false)
      }}
    >
      <Button
        icon={icon}
        {...(size && { size })}
        aria-label={name}
        aria-expanded={open}
        aria-controls={sheetId}
        onClick={() => { setOpen(!open) }}
      >
        {label}
      </Button>
      <div id={sheetId} className="menu__sheet" hidden={!open}>
        {open && <div className="menu__items" onClick={closeAndReturn}>{children}</div>}
        {open && note !== undefined && <p className="menu__note">{note}</p>}
      </div>
    </div>
  )
}
