import { useDeferredValue, useMemo, type ReactElement } from 'react'
import { DownloadButton } from '../../components/download-button'
import { errorInfo } from '../../shared/protocol/errors'
import { NARRATOR } from '../../shared/protocol/script'
import { findMarks } from '../../shared/text/script/marks'
import { ssmlOf } from '../../shared/text/script/ssml'
import { rolesOf } from '../../state/speak/cast-slice'
import { useApp } from '../../state/use-app'

/** A text with marks or a cast in the form that other programs read. */
export function SsmlDownload({ text, language }: { readonly text: string; readonly language: string }): ReactElement | null {
  const cast = useApp((state) => state.cast)
  const notifyError = useApp((state) => state.notifyError)
  const settled = useDeferredValue(text)
  const hasMore = useMemo(() => findMarks(settled).length > 0 || rolesOf(settled, cast, '').some(({ name }) => name !== NARRATOR), [settled, cast])
  if (!hasMore) return null
  return (
    <div className="words__line">
      <DownloadButton
        size="small"
        variant="quiet"
        make={() => ({ blob: new Blob([ssmlOf([text], language, rolesOf(text, cast, ''))], { type: 'application/ssml+xml' }), fileName: 'myna-text.ssml' })}
        onError={(thrown) => { notifyError(errorInfo(thrown)) }}
      >
        Save as SSML
      </DownloadButton>
    </div>
  )
}
