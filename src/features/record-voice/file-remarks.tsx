import type { ReactElement } from 'react'
import { fileRemarkWording } from '../../shared/text/wording/english/prompts'
import type { PromptDraft } from '../../state/record-voice/prompt-draft'

/** What a person should know about the files that a draft was made of; nothing where all is as expected. */
export function FileRemarks({ draft: { clips, parts } }: { readonly draft: PromptDraft }): ReactElement | null {
  // Of several the best parts are taken anyway.
  const remarks = parts.length === 0 ? clips.flatMap((clip) => clip.remarks) : []
  if (remarks.length === 0) return null
  return (
    <ul className="draft__remarks">
      {remarks.map((remark) => (
        <li key={remark.kind}>{fileRemarkWording(remark)}</li>
      ))}
    </ul>
  )
}
