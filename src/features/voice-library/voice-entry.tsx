import { useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { DownloadButton } from '../../components/download-button'
import { errorInfo } from '../../shared/protocol/errors'
import type { SavedVoice } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { formatBytes, formatDate, formatDuration } from '../../shared/text/wording/english/figures'
import { RenameForm } from './rename-form'
import { VoiceTranscript } from './voice-transcript'

const origins = { microphone: 'Recorded', file: 'From a file', import: 'Imported' } as const

export interface VoiceEntryProps {
  readonly voice: SavedVoice
  readonly onDelete: () => void
}

/** One kept voice: its facts, the consent that came with it, its actions. */
export function VoiceEntry({ voice, onDelete }: VoiceEntryProps): ReactElement {
  const { id, name, consent } = voice
  const selected = useApp((state) => state.selectedVoiceId === id)
  const renameVoice = useApp((state) => state.renameVoice)
  const exportVoice = useApp((state) => state.exportVoice)
  const notifyError = useApp((state) => state.notifyError)
  const [renaming, setRenaming] = useState(false)
  const renameButton = useRef<HTMLButtonElement | null>(null)

  function stopRenaming(): void {
    setRenaming(false)
    renameButton.current?.focus()
  }

  return (
    <li className="voice-entry">
      <div className="voice-entry__words">
        {renaming ? (
          <RenameForm
            name={name}
            onCancel={stopRenaming}
            onRename={(newName) => {
              stopRenaming()
              if (newName !== name) void renameVoice(id, newName)
            }}
          />
        ) : (
          <h3>
            {name} {selected && <span className="voice-entry__mark">in use</span>}
          </h3>
        )}
        <p className="voice-entry__facts">
          {origins[voice.source]} {formatDate(voice.createdAt)}, {formatDuration(voice.promptSeconds)},{' '}
          {formatBytes(voice.promptWav.byteLength)}
        </p>
        <p className="voice-entry__facts">
          Consent: “{consent.statement}” Given {formatDate(consent.givenAt)}.
        </p>
        <VoiceTranscript voice={voice} />
      </div>
      <div className="voice-entry__actions">
        <PromptButton voice={voice} />
        <Button
          size="small"
          icon="edit"
          aria-label={`Rename voice ${name}`}
          aria-expanded={renaming}
          onClick={(event) => {
            renameButton.current = event.currentTarget
            setRenaming(!renaming)
          }}
        >
          Rename
        </Button>
        <DownloadButton
          size="small"
          aria-label={`Export voice ${name}`}
          make={() => exportVoice(id)}
          onError={(thrown) => { notifyError(errorInfo(thrown)) }}
        >
          Export
        </DownloadButton>
        <Button size="small" icon="trash" aria-label={`Delete voice ${name}`} onClick={onDelete}>
          Delete
        </Button>
      </div>
    </li>
  )
}

/** Plays the recording that the voice was made from, and quiets it. */
function PromptButton({ voice: { id, name } }: { readonly voice: SavedVoice }): ReactElement {
  const playPrompt = useApp((state) => state.playPrompt)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const notifyError = useApp((state) => state.notifyError)
  const playing = useApp(
    ({ playback, player }) => playback?.kind === 'prompt' && playback.voiceId === id && player.phase === 'playing',
  )
  if (playing) {
    return (
      <Button size="small" icon="stop" aria-label={`Quiet voice ${name}`} onClick={stopPlayback}>
        Quiet
      </Button>
    )
  }
  return (
    <Button
      size="small"
      icon="play"
      aria-label={`Play voice ${name}`}
      onClick={() => {
        try {
          playPrompt(id)
        } catch (thrown) {
          notifyError(errorInfo(thrown, 'playback-failed'))
        }
      }}
    >
      Play
    </Button>
  )
}
