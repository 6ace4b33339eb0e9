import { useRef, useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Disclosure } from '../../components/disclosure'
import { FileButton } from '../../components/file-button'
import type { SavedVoice, VoiceMood } from '../../shared/protocol/records'
import { moodNames } from '../../shared/text/mood-names'
import { shownName } from '../../shared/text/shown-name'
import { SOUND_FILES } from '../../shared/text/sound-files'
import { useApp } from '../../state/use-app'
import { isLearnedFrom, MOST_MOODS } from '../../state/voice-library/moods'
import { MoodRow } from './mood-row'
import './voice-moods.css'

/** The moods of a voice: heard, named, added, and which of them speaks where a text asks for none. */
export function VoiceMoods({ voice }: { readonly voice: SavedVoice }): ReactElement | null {
  const deleteMood = useApp((state) => state.deleteMood)
  const [doomed, setDoomed] = useState<VoiceMood | null>(null)
  const list = useRef<HTMLUListElement>(null)
  // Nobody can record a mixture, or somebody who was designed.
  if (voice.mixedOf || voice.design) return null
  const { moods = [] } = voice
  const [ownName = '', ...others] = moodNames(voice)
  return (
    <Disclosure title={`Moods of ${shownName(voice.name)}`} summary={others.length === 0 ? 'None but the usual one' : [ownName, ...others].map(shownName).join(', ')}>
      <div className="voice-moods">
        <p className="voice-details__facts">
          Other recordings of the same person, each by a name: calm, excited, a whisper. They are kept and exported with the voice; versions of Myna that know no
          moods read the file with the first one alone.
        </p>
        <ul ref={list} tabIndex={-1} className="voice-moods__list" aria-label={`Moods of ${shownName(voice.name)}`}>
          <MoodRow key={voice.promptSha256} voice={voice} mood={{ ...voice, name: ownName }} />
          {moods.map((mood) => (
            <MoodRow key={mood.promptSha256} voice={voice} mood={mood} onDelete={() => { setDoomed(mood) }} onDefault={() => list.current?.focus()} />
          ))}
        </ul>
        {moods.length < MOST_MOODS && <AddMood voice={voice} />}
      </div>
      <ConfirmDialog
        open={doomed !== null}
        title={`Delete the mood ${shownName(doomed?.name ?? '')}?`}
        confirmLabel="Delete mood"
        onCancel={() => { setDoomed(null) }}
        onConfirm={() => {
          if (!doomed) return
          setDoomed(null)
          // The button that had the focus goes with its mood.
          void deleteMood(voice.id, doomed.name).then(() => list.current?.focus())
        }}
      >
        <p>Its recording will be lost for good, unless you exported the voice. The other moods stay.</p>
        {doomed && isLearnedFrom(voice, doomed) && <p>What Myna learned of this voice was learned from it, and goes with it.</p>}
      </ConfirmDialog>
    </Disclosure>
  )
}

function AddMood({ voice: { id } }: { readonly voice: SavedVoice }): ReactElement {
  const startRecording = useApp((state) => state.startRecording)
  const openFiles = useApp((state) => state.openFiles)
  return (
    <div className="voice-details__actions">
      <Button size="small" icon="microphone" onClick={() => void startRecording(id)}>
        Record a mood
      </Button>
      <FileButton size="small" icon="file" inputLabel="File for a mood" accept={SOUND_FILES} multiple onFiles={(files) => void openFiles(files, id)}>
        Cut one from a file
      </FileButton>
    </div>
  )
}
