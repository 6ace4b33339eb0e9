import { useDeferredValue, useLayoutEffect, useMemo, useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import { findMarks, type Mark } from '../../shared/text/script/marks'
import { markRemark } from '../../shared/text/wording/english/marks'
import './marked-text.css'

/** More would hold back typing; nobody looks at so many at once. */
const MOST_CHIPS = 500
const MOST_REMARKS = 3
/** Of a field. */
const BORDER_PX = 1

export interface MarkedTextProps {
  readonly text: string
  /** The field that the text is typed into. */
  readonly children: (field: { readonly ref: RefObject<HTMLTextAreaElement | null>; readonly onScroll: () => void }) => ReactNode
}

/**
 * A text field whose marks are shown as chips: their ground is drawn behind the field, letter for letter in its place, so that
 * what is typed stays text for everybody who reads or changes it. What is not heeded is said below.
 */
export function MarkedText({ text, children }: MarkedTextProps): ReactElement {
  const settled = useDeferredValue(text)
  const marks = useMemo(() => findMarks(settled).slice(0, MOST_CHIPS), [settled])
  const ground = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const follow = () => {
    if (!ground.current || !field.current) return
    const { scrollTop, offsetWidth, clientWidth } = field.current
    ground.current.style.translate = `0 ${-scrollTop}px`
    ground.current.style.marginInlineEnd = `${offsetWidth - clientWidth - 2 * BORDER_PX}px`
  }
  // The field may have grown a bar to scroll with, or been scrolled before there was a mark.
  useLayoutEffect(follow)
  return (
    <div className="marked-text">
      {marks.length > 0 && (
        <div className="marked-text__ground" aria-hidden="true">
          <div ref={ground} className="marked-text__letters">{withChips(settled, marks)}</div>
        </div>
      )}
      {children({ ref: field, onScroll: follow })}
    </div>
  )
}

/** Marks that are not heeded, in words. */
export function MarkRemarks({ text }: { readonly text: string }): ReactElement | null {
  const settled = useDeferredValue(text)
  const remarks = useMemo(() => [...new Set(findMarks(settled).flatMap((mark) => markRemark(mark, settled.slice(mark.start, mark.end)) ?? []))], [settled])
  if (remarks.length === 0) return null
  const more = remarks.length - MOST_REMARKS
  return (
    <ul className="marked-text__remarks" aria-label="Marks that have no effect">
      {remarks.slice(0, MOST_REMARKS).map((remark) => <li key={remark}>{remark}</li>)}
      {more > 0 && <li>{more === 1 ? 'One more is' : `${more} more are`} not spoken either.</li>}
    </ul>
  )
}

function withChips(text: string, marks: readonly Mark[]): readonly ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const { kind, start, end } of marks) {
    parts.push(text.slice(at, start), <mark key={start} data-kind={kind}>{text.slice(start, end)}</mark>)
    at = end
  }
  // A line that ends the text has no height without a letter behind it.
  return [...parts, `${text.slice(at)}\u200b`]
}
