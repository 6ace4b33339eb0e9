import type { ClipboardEvent } from 'react'
import { marksOfSsml } from '../../shared/text/script/ssml'

/** SSML that is pasted becomes marks; anything else is pasted as it is. */
export function pasteSsml(event: ClipboardEvent<HTMLTextAreaElement>, onChange: (text: string) => void): void {
  const marks = marksOfSsml(event.clipboardData.getData('text/plain'))
  if (marks === null) return
  event.preventDefault()
  const field = event.currentTarget
  field.setRangeText(marks, field.selectionStart, field.selectionEnd, 'end')
  onChange(field.value)
}
