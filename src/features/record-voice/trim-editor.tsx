import type { CSSProperties, ReactElement } from 'react'
import { VisuallyHidden } from '../../components/visually-hidden'
import { formatClock, formatDuration } from '../../shared/text/wording/english/figures'
import { promptSeconds, type PromptDraft } from '../../state/record-voice/prompt-draft'
import { useApp } from '../../state/use-app'
import { Waveform } from './waveform'
import './trim-editor.css'

/** One press of an arrow key, in seconds. */
const STEP_SECONDS = 0.05

/** The recording as a picture with a handle at each end of the part to use. The handles are native sliders. */
export function TrimEditor({ draft }: { readonly draft: PromptDraft }): ReactElement {
  const trim = useApp((state) => state.trimDraft)
  const playedSeconds = useApp(({ playback, player }) => (playback?.kind === 'draft' ? player.positionSeconds : null))
  const { startSeconds, endSeconds, prompt } = draft
  const total = promptSeconds(prompt)
  const handle = { type: 'range', min: 0, max: total, step: STEP_SECONDS } as const
  const places = {
    '--start': startSeconds / total,
    '--end': endSeconds / total,
    '--played': (startSeconds + (playedSeconds ?? 0)) / total,
  } as CSSProperties
  return (
    <div className="trim" style={places}>
      <div className="trim__picture">
        <Waveform samples={prompt.samples} />
        <div className="trim__veil trim__veil--before" />
        <div className="trim__veil trim__veil--after" />
        {playedSeconds !== null && <div className="trim__head" />}
        <label>
          <VisuallyHidden>Start of the part</VisuallyHidden>
          <input
            {...handle}
            value={startSeconds}
            aria-valuetext={formatDuration(startSeconds)}
            onChange={(event) => { trim(event.target.valueAsNumber, endSeconds) }}
          />
        </label>
        <label>
          <VisuallyHidden>End of the part</VisuallyHidden>
          <input
            {...handle}
            value={endSeconds}
            aria-valuetext={formatDuration(endSeconds)}
            onChange={(event) => { trim(startSeconds, event.target.valueAsNumber) }}
          />
        </label>
      </div>
      <p className="trim__words">
        <span>{formatDuration(endSeconds - startSeconds)} used</span>
        <span>
          {formatClock(startSeconds)} to {formatClock(endSeconds)} of {formatClock(total)}
        </span>
      </p>
    </div>
  )
}
