import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { FileButton } from '../../components/file-button'
import { IconButton } from '../../components/icon-button'
import { ProgressBar } from '../../components/progress-bar'
import { promptSeconds, type PromptDraft } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'
import { formatDuration } from '../../shared/text/wording/english/figures'
import { shownName } from '../../shared/text/shown-name'
import { SOUND_FILES } from '../../shared/text/sound-files'

/** With less than this there are no parts to choose from. */
const SHORTEST_TO_JOIN_SECONDS = 20

interface DraftClipsProps {
  readonly draft: PromptDraft
  readonly onRecord: () => void
}

/** The recordings that a prompt is made of: more can be added, and the best parts of all are joined. */
export function DraftClips({ draft, onRecord }: DraftClipsProps): ReactElement {
  const add = useApp((state) => state.addToDraft)
  const join = useApp((state) => state.joinDraft)
  const stop = useApp((state) => state.stopJoining)
  const { clips, parts, joining } = draft
  if (joining) {
    return (
      <div className="draft-clips">
        <ProgressBar label={joining.label} fraction={joining.fraction} />
        <div className="draft__actions">
          <Button variant="quiet" onClick={stop}>
            Stop adding
          </Button>
        </div>
      </div>
    )
  }
  const isJoinable = parts.length === 0 && (clips.length > 1 || promptSeconds(draft.prompt) >= SHORTEST_TO_JOIN_SECONDS)
  return (
    <div className="draft-clips">
      {parts.length > 0 && <ClipList draft={draft} />}
      <div className="draft__actions">
        <Button icon="microphone" variant="quiet" onClick={onRecord}>
          Record more
        </Button>
        <FileButton icon="file" variant="quiet" inputLabel="Another audio file" accept={SOUND_FILES} multiple onFiles={(files) => void add(files)}>
          Add a file
        </FileButton>
        {isJoinable && (
          <Button icon="wand" variant="quiet" onClick={() => void join()}>
            Join the best parts
          </Button>
        )}
      </div>
    </div>
  )
}

function ClipList({ draft: { clips, parts } }: { readonly draft: PromptDraft }): ReactElement {
  const remove = useApp((state) => state.removeClip)
  const secondsOf = (index: number) =>
    parts.reduce((sum, { clip, startSeconds, endSeconds }) => sum + (clip === index ? endSeconds - startSeconds : 0), 0)
  return (
    <>
      <p className="draft-clips__words">{wordingOf(clips.length, parts.length)}</p>
      <ul className="draft-clips__list">
        {clips.map((clip, index) => ({ name: shownName(clip.name), index })).map(({ name, index }) => (
          <li key={`${index} ${name}`}>
            <span className="draft-clips__name">{name}</span>
            <span className="draft-clips__share">{secondsOf(index) === 0 ? 'not used' : formatDuration(secondsOf(index))}</span>
            {clips.length > 1 && <IconButton icon="close" label={`Leave out ${name}`} onClick={() => void remove(index)} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function wordingOf(clipCount: number, partCount: number): string {
  const parts = partCount === 1 ? 'The best part' : `The ${partCount} best parts`
  const clips = clipCount === 1 ? 'this recording' : `${clipCount} recordings`
  return `${parts} of ${clips}, as far as one person speaks in them.`
}
