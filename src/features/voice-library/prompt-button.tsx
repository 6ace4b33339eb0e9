import type { ReactElement } from 'react'
import { IconButton } from '../../components/icon-button'
import { errorInfo } from '../../shared/protocol/errors'
import { useApp } from '../../state/use-app'

interface PromptButtonProps {
  readonly voiceId: string
  /** Absent for the recording that the voice speaks with where no mood is asked for. */
  readonly mood?: string
  /** What is heard, behind "Hear". */
  readonly label: string
}

/** Plays a recording that a voice is made from, and stops it. */
export function PromptButton({ voiceId, mood, label }: PromptButtonProps): ReactElement {
  const playPrompt = useApp((state) => state.playPrompt)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const notifyError = useApp((state) => state.notifyError)
  const playing = useApp(
    ({ playback, player }) => playback?.kind === 'prompt' && playback.voiceId === voiceId && playback.mood === mood && player.phase === 'playing',
  )
  if (playing) return <IconButton icon="stop" label={`Stop playing ${label}`} onClick={stopPlayback} />
  return (
    <IconButton
      icon="play"
      label={`Hear ${label}`}
      onClick={() => {
        try {
          playPrompt(voiceId, mood)
        } catch (thrown) {
          notifyError(errorInfo(thrown, 'playback-failed'))
        }
      }}
    />
  )
}
