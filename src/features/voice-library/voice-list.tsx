import { useRef, useState, type ReactElement } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { VisuallyHidden } from '../../components/visually-hidden'
import type { SavedVoice } from '../../shared/protocol/records'
import { useApp } from '../../state/use-app'
import { shownName } from '../../shared/text/shown-name'
import { VoiceRow } from './voice-row'
import './voice-list.css'

/** Every kept voice: which one speaks, how it sounds, and behind each one's button what is seldom needed. */
export function VoiceList(): ReactElement | null {
  const voices = useApp((state) => state.voices)
  const deleteVoice = useApp((state) => state.deleteVoice)
  const [openId, setOpenId] = useState<string | null>(null)
  const [doomed, setDoomed] = useState<SavedVoice | null>(null)
  const list = useRef<HTMLFieldSetElement>(null)
  if (voices.length === 0) return null

  async function confirmDelete(voice: SavedVoice): Promise<void> {
    setDoomed(null)
    await deleteVoice(voice.id)
    // The button that had the focus is gone with its voice.
    list.current?.focus()
  }

  return (
    <>
      <fieldset ref={list} tabIndex={-1} className="voice-list">
        <legend>
          <VisuallyHidden>Which voice speaks</VisuallyHidden>
        </legend>
        {voices.map((voice) => (
          <VoiceRow
            key={voice.id}
            voice={voice}
            open={voice.id === openId}
            onToggle={() => { setOpenId(voice.id === openId ? null : voice.id) }}
            onDelete={() => { setDoomed(voice) }}
          />
        ))}
      </fieldset>
      <ConfirmDialog
        open={doomed !== null}
        title={`Delete the voice ${shownName(doomed?.name ?? '')}?`}
        confirmLabel="Delete voice"
        onCancel={() => { setDoomed(null) }}
        onConfirm={() => { if (doomed) void confirmDelete(doomed) }}
      >
        <p>The recording, the consent given with it and everything prepared from it will be lost for good, unless you exported the voice.</p>
        <p>Takes in the history stay and can be replayed, but not made again.</p>
        <p>Projects keep what this voice has said. Before more of its sentences can be made, you choose another voice, which says all of them.</p>
      </ConfirmDialog>
    </>
  )
}
