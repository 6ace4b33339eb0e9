import { useState, type ReactElement } from 'react'
import type { PromptFigures, PromptFinding } from '../../shared/audio/prompt-check'
import { promptFindingWording, type PromptOrigin } from '../../shared/text/wording/english/prompts'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { holdsNoSpeech } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'
import { voiceById } from '../../state/voice-library/voices-slice'
import { DraftChannel } from './draft-channel'
import { DraftClips } from './draft-clips'
import { DraftSound } from './draft-sound'
import { FileRemarks } from './file-remarks'
import { PromptVerdict } from './prompt-verdict'
import { SaveMood, SaveVoice } from './save-draft'
import { TrimEditor } from './trim-editor'
import './draft-view.css'

const refusalCodes = { silent: 'prompt-silent', 'too-short': 'prompt-too-short' } as const

/** A recording before it becomes a voice, or a mood of one: listen, trim, clean, add, name, save. */
export function DraftView(): ReactElement | null {
  const draft = useApp(({ recording }) => (recording.phase === 'draft' ? recording.draft : null))
  const voice = useApp((state) => voiceById(state, state.moodOf))
  const recordMore = useApp((state) => state.recordMore)
  const [name, setName] = useState(draft?.name ?? '')
  if (!draft) return null
  const origin = { source: draft.source, isAllThereIs: holdsNoSpeech(draft) }
  const saving = { draft, name, setName }
  return (
    <div className="draft">
      <TrimEditor draft={draft} />
      <FileRemarks draft={draft} />
      <div className="draft__part">
        <PartActions />
        <PromptVerdict draft={draft} />
        {draft.findings.map((finding) => (
          <Finding key={finding.code} finding={finding} figures={draft.figures} origin={origin} />
        ))}
        <DraftClips draft={draft} onRecord={() => void recordMore(name)} />
      </div>
      <div className="draft__part">
        <DraftChannel draft={draft} />
        <DraftSound draft={draft} />
        {voice ? <SaveMood {...saving} voice={voice} /> : <SaveVoice {...saving} />}
      </div>
    </div>
  )
}

/** What can be done with the part between the handles. */
function PartActions(): ReactElement {
  const playing = useApp(({ playback, player }) => playback?.kind === 'draft' && player.phase === 'playing')
  const play = useApp((state) => state.playDraft)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const suggest = useApp((state) => state.suggestTrim)
  return (
    <div className="draft__actions">
      {playing ? (
        <Button icon="stop" onClick={stopPlayback}>
          Stop playing
        </Button>
      ) : (
        <Button icon="play" onClick={play}>
          Play
        </Button>
      )}
      <Button icon="wand" variant="quiet" onClick={suggest}>
        Suggest a part
      </Button>
    </div>
  )
}

interface FindingProps {
  readonly finding: PromptFinding
  readonly figures: PromptFigures
  readonly origin: PromptOrigin
}

/** Refusals interrupt and carry the error's code, warnings do not. */
function Finding({ finding, figures, origin }: FindingProps): ReactElement {
  const { code } = finding
  const { title, message } = promptFindingWording(finding, figures, origin)
  const refusal = code === 'silent' || code === 'too-short' ? { kind: 'error', code: refusalCodes[code] } as const : { kind: 'warning' } as const
  return (
    <Alert {...refusal} title={title}>
      <p>{message}</p>
    </Alert>
  )
}
