import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { useApp } from '../../state/use-app'
import { holdsReading, isMaking } from './shown-reading'

/** Speaks, or stops what is being made or heard. */
export function SpeakButton(): ReactElement {
  const making = useApp(isMaking)
  const sounding = useApp((state) => holdsReading(state) && (state.player.phase === 'playing' || state.player.phase === 'banking'))
  const hasVoice = useApp((state) => state.selectedVoiceId !== null)
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
    <Button variant={hasVoice ? 'primary' : 'secondary'} size="large" icon="sound" className="speak-button" onClick={() => void speak()}>
      Speak
    </Button>
  )
}
