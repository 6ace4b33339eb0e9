import type { ReactElement } from 'react'
import { DownloadButton } from '../../components/download-button'
import { errorInfo } from '../../shared/protocol/errors'
import { useApp } from '../../state/use-app'

/** What can be taken away from the reading that was just made or replayed. */
export function TakeDownloads(): ReactElement | null {
  const takeId = useApp((state) => state.currentTakeId)
  const takeWav = useApp((state) => state.takeWav)
  const takeDetails = useApp((state) => state.takeDetails)
  const takeSubtitles = useApp((state) => state.takeSubtitles)
  const notifyError = useApp((state) => state.notifyError)
  if (takeId === null) return null
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <div className="take-downloads">
      <DownloadButton make={() => takeWav(takeId)} onError={onError}>
        Download WAV
      </DownloadButton>
      <DownloadButton variant="quiet" icon="details" make={() => takeDetails(takeId)} onError={onError}>
        Download details
      </DownloadButton>
      <DownloadButton variant="quiet" icon="details" make={() => takeSubtitles(takeId, 'srt')} onError={onError}>
        Subtitles (SRT)
      </DownloadButton>
      <DownloadButton variant="quiet" icon="details" make={() => takeSubtitles(takeId, 'vtt')} onError={onError}>
        Subtitles (VTT)
      </DownloadButton>
      <p className="take-downloads__note">
        The file says that it is synthetic speech, and which engine made it when. It names neither you nor the voice.
      </p>
    </div>
  )
}
