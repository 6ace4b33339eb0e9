import type { ReactElement } from 'react'
import { Button } from '../components/button'
import { useApp } from '../state/use-app'
import './now-playing.css'

/** On the other pages: what is playing, and the way to stop it. */
export function NowPlaying(): ReactElement | null {
  const phase = useApp((state) => state.player.phase)
  const generating = useApp((state) => ['loading', 'preparing', 'speaking'].includes(state.speakState.phase))
  const isChapter = useApp((state) => state.playback?.kind === 'chapter')
  const pause = useApp((state) => state.pausePlayback)
  const resume = useApp((state) => state.resumePlayback)
  const stopSpeaking = useApp((state) => state.stopSpeaking)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const sounding = phase === 'playing' || phase === 'banking' || phase === 'paused'
  if (!sounding && !generating) return null
  return (
    <div className="now-playing" role="group" aria-label="Now playing">
      <span>{generating && !sounding ? 'Making the reading…' : 'Playing'}</span>
      {phase === 'playing' && <Button icon="pause" size="small" onClick={pause}>Pause</Button>}
      {phase === 'paused' && <Button icon="play" size="small" onClick={resume}>Resume</Button>}
      <Button
        icon="stop"
        size="small"
        onClick={() => {
          stopSpeaking()
          stopPlayback()
        }}
      >
        Stop
      </Button>
      <a href={isChapter ? '#/projects' : '#/speak'}>Show</a>
    </div>
  )
}
