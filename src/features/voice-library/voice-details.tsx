import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { DownloadButton } from '../../components/download-button'
import { useRenaming } from '../../components/use-renaming'
import { errorInfo } from '../../shared/protocol/errors'
import type { SavedVoice } from '../../shared/protocol/records'
import { designWording } from '../../shared/text/wording/english/designs'
import { formatBytes, formatDate } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { CloserVoice } from './closer-voice'
import { DesignVoice } from './design-voice'
import { MixVoice } from './mix-voice'
import { VoiceMoods } from './voice-moods'
import { VoiceTranscript } from './voice-transcript'

const origins = { microphone: 'Recorded', file: 'From a file', import: 'Imported', mixture: 'Mixed' } as const

export interface VoiceDetailsProps {
  readonly voice: SavedVoice
  readonly onDelete: () => void
}

/** Where a voice comes from, the consent given with it, and what can be done to it. */
export function VoiceDetails({ voice, onDelete }: VoiceDetailsProps): ReactElement {
  const { id, name, consent, mixedOf, design } = voice
  const renameVoice = useApp((state) => state.renameVoice)
  const exportVoice = useApp((state) => state.exportVoice)
  const notifyError = useApp((state) => state.notifyError)
  const isUnheard = useApp((state) => state.unheardPrompt === voice.promptSha256)
  const { opener, form } = useRenaming({
    label: `New name for ${shownName(name)}`,
    name,
    maxLength: LONGEST_NAME,
    emptyError: 'A voice needs a name.',
    onRename: (newName) => void renameVoice(id, newName),
  })

  return (
    <>
      <div className="voice-details__actions">
        <Button size="small" icon="edit" aria-label={`Rename voice ${shownName(name)}`} {...opener}>
          Rename
        </Button>
        <DownloadButton
          size="small"
          aria-label={`Export voice ${shownName(name)}`}
          make={() => exportVoice(id)}
          onError={(thrown) => { notifyError(errorInfo(thrown)) }}
        >
          Export
        </DownloadButton>
        <Button size="small" icon="trash" aria-label={`Delete voice ${shownName(name)}`} onClick={onDelete}>
          Delete
        </Button>
      </div>
      {form}
      {isUnheard && (
        <p className="voice-details__facts" role="status">
          This voice speaks already. As soon as nothing else is going on, Myna hears whether it is really closer to the recording than the plain
          style that it began with; if not, it goes back to that.
        </p>
      )}
      <CloserVoice voiceId={id} />
      <MixVoice voice={voice} />
      <DesignVoice voice={voice} />
      <VoiceMoods voice={voice} />
      <VoiceTranscript voice={voice} />
      <p className="voice-details__facts">
        {origins[voice.source]} {formatDate(voice.createdAt)}, {formatBytes(voice.promptWav.byteLength)}. Consent: “{consent.statement}” Given{' '}
        {formatDate(consent.givenAt)}.
        {design && ` ${designWording(design)}`}
        {mixedOf?.map((part, index) => (
          <span key={index}>
            {' '}
            {Math.round(100 * part.share)} % of {shownName(part.name)}, with the consent: “{part.consent.statement}” Given {formatDate(part.consent.givenAt)}.
          </span>
        ))}
      </p>
    </>
  )
}
