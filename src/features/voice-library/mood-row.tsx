import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { IconButton } from '../../components/icon-button'
import { useRenaming } from '../../components/use-renaming'
import type { SavedVoice, VoiceMood } from '../../shared/protocol/records'
import { moodProblem } from '../../shared/text/mood-names'
import { LONGEST_NAME, shownName } from '../../shared/text/shown-name'
import { formatDuration } from '../../shared/text/wording/english/figures'
import { moodProblemWording } from '../../shared/text/wording/english/moods'
import { useApp } from '../../state/use-app'
import { PromptButton } from './prompt-button'

interface MoodRowProps {
  readonly voice: SavedVoice
  readonly mood: VoiceMood
  /** Absent for the one that speaks where none is asked for: a voice has to have that. */
  readonly onDelete?: () => void
  /** Called once it speaks by default: the button that said so is gone then. */
  readonly onDefault?: () => void
}

/** One mood in a line. */
export function MoodRow({ voice, mood: { name, promptSeconds, isCleaned }, onDelete, onDefault }: MoodRowProps): ReactElement {
  const renameMood = useApp((state) => state.renameMood)
  const makeDefault = useApp((state) => state.makeMoodDefault)
  const shown = shownName(name)
  const { opener, form } = useRenaming({
    label: `New name for ${shown}`,
    name,
    maxLength: LONGEST_NAME,
    emptyError: moodProblemWording('empty'),
    problemOf: (typed) => {
      const problem = moodProblem(voice, typed, name)
      return problem && moodProblemWording(problem)
    },
    onRename: (newName) => void renameMood(voice.id, name, newName),
  })

  return (
    <li className="mood-row">
      <span className="voice-row__words">
        <span className="voice-row__name">{shown}</span>
        <span className="voice-row__facts">
          {[formatDuration(promptSeconds), isCleaned ? 'noise removed' : null, onDelete ? null : 'speaks by default'].filter((fact) => fact !== null).join(', ')}
        </span>
      </span>
      <span className="mood-row__actions">
        {onDelete && (
          <Button size="small" variant="quiet" aria-label={`Use ${shown} by default`} onClick={() => void makeDefault(voice.id, name).then(onDefault)}>
            Use by default
          </Button>
        )}
        <PromptButton voiceId={voice.id} mood={name} label={`the mood ${shown}`} />
        <IconButton icon="edit" label={`Rename the mood ${shown}`} {...opener} />
        {onDelete && <IconButton icon="trash" label={`Delete the mood ${shown}`} onClick={onDelete} />}
      </span>
      {form}
    </li>
  )
}
