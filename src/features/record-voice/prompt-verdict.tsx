import type { ReactElement } from 'react'
import { scoreWording } from '../../shared/text/wording/english/prompts'
import { ProgressBar } from '../../components/progress-bar'
import type { PromptDraft } from '../../state/record-voice/prompt-draft'

const POINTS = [1, 2, 3, 4, 5]

/** What the part is worth as a prompt, in points and words, and what was measured. */
export function PromptVerdict({ draft: { score, figures, hearing } }: { readonly draft: PromptDraft }): ReactElement {
  return (
    <div className="verdict" data-points={score.points}>
      {hearing !== null && hearing < 1 && <ProgressBar label="Listening for the best part" fraction={hearing} />}
      <p className="verdict__line">
        <span className="verdict__dots" aria-hidden="true">
          {POINTS.map((point) => (
            <span key={point} className="verdict__dot" data-on={point <= score.points} />
          ))}
        </span>
        <strong>{scoreWording(score)}</strong>
      </p>
      <p className="verdict__facts">{factsOf(figures)}</p>
    </div>
  )
}

/** Nobody hears a difference above this. */
const SILENT_BACKGROUND_DB = 60

function factsOf({ speechSeconds, disturbedSeconds, snrDb, loudnessLufs }: PromptDraft['figures']): string {
  if (speechSeconds + disturbedSeconds === 0) return 'No speech.'
  const level = Number.isFinite(loudnessLufs) ? `, loudness ${loudnessLufs.toFixed(0)} LUFS` : ''
  const background = snrDb >= SILENT_BACKGROUND_DB ? 'silent background' : `background ${Math.max(0, snrDb).toFixed(0)} dB below the voice`
  const disturbed = disturbedSeconds > 0 ? ` alone and ${disturbedSeconds.toFixed(1)} s with music or another voice` : ''
  return `${speechSeconds.toFixed(1)} s of speech${disturbed}, ${background}${level}.`
}
