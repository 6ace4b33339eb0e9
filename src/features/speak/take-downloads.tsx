import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { DownloadButton } from '../../components/download-button'
import { Menu } from '../../components/menu'
import { errorInfo } from '../../shared/protocol/errors'
import { formatName, SOUND_FILE_NOTE } from '../../shared/text/wording/english/sound-files'
import { useApp } from '../../state/use-app'

/** The files that a take can be downloaded as. */
export function TakeDownloads({ takeId }: { readonly takeId: string }): ReactElement {
  const takeSound = useApp((state) => state.takeSound)
  const takeDetails = useApp((state) => state.takeDetails)
  const takeSubtitles = useApp((state) => state.takeSubtitles)
  const format = useApp((state) => state.soundChoice.format)
  const askExport = useApp((state) => state.askExport)
  const notifyError = useApp((state) => state.notifyError)
  const onError = (thrown: unknown) => { notifyError(errorInfo(thrown)) }
  return (
    <Menu
      label="Download"
      icon="download"
      note={SOUND_FILE_NOTE}
    >
      <DownloadButton icon="sound" make={() => takeSound(takeId)} onError={onError}>
        {`Sound (${formatName(format)})`}
      </DownloadButton>
      <Button icon="sound" onClick={() => { askExport(takeId) }}>
        Other formats
      </Button>
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
