import { useRef, useState, type ReactElement } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { EmptyState } from '../../components/empty-state'
import { FileButton } from '../../components/file-button'
import { Panel } from '../../components/panel'
import type { SavedVoice } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { VoiceEntry } from './voice-entry'
import './voice-library.css'

/** Every kept voice, with what can be done to it. */
export function VoiceLibrary(): ReactElement {
  const voices = useApp((state) => state.voices)
  const importVoice = useApp((state) => state.importVoice)
  const deleteVoice = useApp((state) => state.deleteVoice)
  const [doomed, setDoomed] = useState<SavedVoice | null>(null)
  const list = useRef<HTMLDivElement>(null)

  async function confirmDelete(voice: SavedVoice): Promise<void> {
    setDoomed(null)
    await deleteVoice(voice.id)
    // The button that had the focus is gone with its voice.
    list.current?.focus()
  }

  return (
    <Panel
      title="Saved voices"
      lead="Each voice keeps its recording, so that any engine can be taught it again."
      actions={
        <FileButton
          icon="file"
          size="small"
          inputLabel="Voice file"
          accept=".myna-voice"
          onFiles={([file]) => { if (file) void importVoice(file) }}
        >
          Import a voice
        </FileButton>
      }
    >
      <div ref={list} tabIndex={-1} className="voice-library">
        {voices.length === 0 ? (
          <EmptyState title="No voice is kept yet">
            <p>Record a few seconds or choose a file under “Your voice”, or import a voice that you exported elsewhere.</p>
          </EmptyState>
        ) : (
          <ul className="voice-library__list">
            {voices.map((voice) => (
              <VoiceEntry key={voice.id} voice={voice} onDelete={() => { setDoomed(voice) }} />
            ))}
          </ul>
        )}
      </div>
      <ConfirmDialog
        open={doomed !== null}
        title={`Delete the voice ${doomed?.name ?? ''}?`}
        confirmLabel="Delete voice"
        onCancel={() => { setDoomed(null) }}
        onConfirm={() => { if (doomed) void confirmDelete(doomed) }}
      >
        <p>The recording, its note of consent and everything prepared from it are lost for good, unless you exported the voice.</p>
        <p>Readings in the history stay and can be replayed, but not made again.</p>
      </ConfirmDialog>
    </Panel>
  )
}
