import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { useApp } from '../../state/use-app'

/** Speaks, or stops what is being made or heard. */
export function SpeakButton(): ReactElement {
  const making = useApp(({ speakState }) => ['awaiting-pack', 'loading', 'preparing', 'speaking'].includes(speakState.phase))
  const sounding = useApp(
    ({ playback, player }) =>
      (playback?.kind === 'reading' || playback?.kind === 'take') && (player.phase === 'playing' || player.phase === 'banking'),
  )
  const speak = useApp((state) => state.speak)
  const stopSpeaking = useApp((state) => state.stopSpeaking)
  const stopPlayback = useApp((state) => state.stopPlayback)
  if (making || sounding) {
    return (
      <Button
        size="large"
        icon="stop"
        className="speak-button"
        onClick={() => {
          stopSpeaking()
          stopPlayback()
        }}
      >
        Stop
      </Button>
    )
  }
  return (
    <Button variant="primary" size="large" icon="play" className="speak-button" onClick={() => void speak()}>
      Speak
    </Button>
  )
}
