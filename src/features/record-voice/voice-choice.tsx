import type { ReactElement } from 'react'
import { IconButton } from '../../components/icon-button'
import { VisuallyHidden } from '../../components/visually-hidden'
import { formatDate, formatDuration } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'

/** The kept voices as radio cards. */
export function VoiceChoice(): ReactElement {
  const voices = useApp((state) => state.voices)
  const selectedId = useApp((state) => state.selectedVoiceId)
  const select = useApp((state) => state.selectVoice)
  const playPrompt = useApp((state) => state.playPrompt)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const playingId = useApp(({ playback, player }) =>
    playback?.kind === 'prompt' && player.phase === 'playing' ? playback.voiceId : null,
  )
  return (
    <fieldset className="voice-choice">
      <legend>
        <VisuallyHidden>Which voice speaks</VisuallyHidden>
      </legend>
      {voices.map(({ id, name, promptSeconds, createdAt, isCleaned }) => (
        <div key={id} className="voice-card" data-selected={id === selectedId}>
          <label className="voice-card__label">
            <input type="radio" name="voice" checked={id === selectedId} onChange={() => { select(id) }} />
            <span className="voice-card__words">
              <span className="voice-card__name">{name}</span>
              <span className="voice-card__facts">
                {formatDuration(promptSeconds)}, {isCleaned && 'noise removed, '}
                {formatDate(createdAt)}
              </span>
            </span>
          </label>
          {playingId === id ? (
            <IconButton icon="stop" label={`Quiet ${name}`} onClick={stopPlayback} />
          ) : (
            <IconButton icon="play" label={`Hear ${name}`} onClick={() => { playPrompt(id) }} />
          )}
        </div>
      ))}
    </fieldset>
  )
}
