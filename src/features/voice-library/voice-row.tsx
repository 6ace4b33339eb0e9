import { useId, type ReactElement } from 'react'
import { IconButton } from '../../components/icon-button'
import type { SavedVoice } from '../../shared/protocol/records'
import { formatDay, formatDuration } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { shownName } from '../../shared/text/shown-name'
import { LearnVoice } from './learn-voice'
import { PromptButton } from './prompt-button'
import { VoiceDetails } from './voice-details'

export interface VoiceRowProps {
  readonly voice: SavedVoice
  /** Whether its details are shown. */
  readonly open: boolean
  readonly onToggle: () => void
  readonly onDelete: () => void
}

/** One kept voice in a line: choose it, hear its recording, open the rest. */
export function VoiceRow({ voice, open, onToggle, onDelete }: VoiceRowProps): ReactElement {
  const { id } = voice
  const name = shownName(voice.name)
  const selected = useApp((state) => state.selectedVoiceId === id)
  const select = useApp((state) => state.selectVoice)
  const refining = useApp(({ refineState }) =>
    refineState.phase === 'refining' && refineState.voiceId === id ? refineState.progress.label : null,
  )
  const unheard = useApp((state) => state.unheardPrompt === voice.promptSha256)
  const detailsId = useId()
  return (
    <div className="voice-row" data-selected={selected} data-open={open}>
      <label className="voice-row__label">
        <input type="radio" name="voice" checked={selected} onChange={() => { select(id) }} />
        <span className="voice-row__words">
          <span className="voice-row__name">{name}</span>
          <span className="voice-row__facts">{(!open && refining) || factsOf(voice, unheard)}</span>
        </span>
      </label>
      <PromptButton voiceId={id} label={name} />
      <IconButton icon="more" label={`More about ${name}`} aria-expanded={open} aria-controls={detailsId} onClick={onToggle} />
      <LearnVoice voice={voice} />
      <div className="voice-row__details" id={detailsId} hidden={!open}>
        {open && <VoiceDetails voice={voice} onDelete={onDelete} />}
      </div>
    </div>
  )
}

function factsOf({ promptSeconds, isCleaned, mixedOf, moods, design, createdAt }: SavedVoice, unheard: boolean): string {
  return [formatDuration(promptSeconds), isCleaned ? 'noise removed' : null, design ? 'designed' : mixedOf ? `mixed from ${mixedOf.length} voices` : null, moods && moods.length > 0 ? `${moods.length + 1} moods` : null, formatDay(createdAt), unheard ? 'not yet checked by ear' : null].filter((fact) => fact !== null).join(', ')
}
