import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { useApp } from '../../state/use-app'
import './samples.css'

/** Two recordings, and what the app made of them (public/samples; whose they are is in NOTICE and under About). */
const samples = [
  { name: 'John F. Kennedy, 1961', recording: 'samples/kennedy-recording.mp3', speech: 'samples/kennedy-myna.mp3' },
  { name: 'Allison Smith, on the telephone', recording: 'samples/allison-recording.mp3', speech: 'samples/allison-myna.mp3' },
] as const

/** For a newcomer: what comes of a recording, before anything is recorded or downloaded. */
export function Samples(): ReactElement {
  return (
    <section className="samples" aria-labelledby="samples-heading">
      <h2 id="samples-heading">Hear it first</h2>
      <ul>
        {samples.map(({ name, recording, speech }) => (
          <li key={name} className="samples__pair">
            <span className="samples__name">{name}</span>
            <SampleButton address={recording} about={`the recording of ${name}`}>
              Recording
            </SampleButton>
            <SampleButton address={speech} about={`what Myna made of the recording of ${name}`}>
              Myna
            </SampleButton>
          </li>
        ))}
      </ul>
      <p className="samples__note">Made with the starter engine, which leans towards a voice but does not clone it.</p>
    </section>
  )
}

interface SampleButtonProps {
  readonly address: string
  /** Which sound it is, for whoever does not see the row. */
  readonly about: string
  readonly children: string
}

function SampleButton({ address, about, children }: SampleButtonProps): ReactElement {
  const playSample = useApp((state) => state.playSample)
  const stopPlayback = useApp((state) => state.stopPlayback)
  const sounds = useApp(
    ({ playback, player }) =>
      playback?.kind === 'sample' && playback.address === address && (player.phase === 'playing' || player.phase === 'banking'),
  )
  return (
    <Button
      size="small"
      icon={sounds ? 'stop' : 'play'}
      aria-label={`${sounds ? 'Stop playing' : 'Hear'} ${about} (${children})`}
      onClick={() => {
        if (sounds) stopPlayback()
        else void playSample(address)
      }}
    >
      {children}
    </Button>
  )
}
