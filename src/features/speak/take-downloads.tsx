import type { ReactElement } from 'react'
import { DownloadButton } from '../../components/download-button'
import { Menu } from '../../components/menu'
import { errorInfo } from '../../shared/protocol/errors'
import { useApp } from '../../state/use-app'

/** The files that a take can be downloaded as. */
export function TakeDownloads({ takeId }: { readonly takeId: string }): ReactElement {
  const takeWav = useApp((state) => state.takeWav)
  const takeDetails = useApp((state) => state.takeDetails)
  const takeSubtitles = useApp((state) => state.takeSubtitles)
  const notifyError = useApp((state) => state.notifyError)
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <Menu
      label="Download"
      icon="download"
      note="The sound says in its metadata that it is synthetic speech, which engine made it, and when. It names neither you nor the voice."
    >
      <DownloadButton icon="sound" make={() => takeWav(takeId)} onError={onError}>
        Sound (WAV)
      </DownloadButton>
      <DownloadButton icon="subtitles" make={() => takeSubtitles(takeId, 'srt')} onError={onError}>
        Subtitles (SRT)
      </DownloadButton>
      <DownloadButton icon="subtitles" make={() => takeSubtitles(takeId, 'vtt')} onError={onError}>
        Subtitles (VTT)
      </DownloadButton>
      <DownloadButton icon="details" make={() => takeDetails(takeId)} onError={onError}>
        Details (JSON)
      </DownloadButton>
    </Menu>
  )
}
