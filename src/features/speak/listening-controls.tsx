import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { Select } from '../../components/select'
import { formatClock } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import './listening-controls.css'

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]
const SLEEP_MINUTES = [5, 10, 15, 30, 45, 60]
/** Shorter readings end before anybody falls asleep. */
const LONG_SECONDS = 60

/** How fast it is heard, when it pauses by itself, and from where to go on. */
export function ListeningControls({ takeId }: { readonly takeId: string | null }): ReactElement {
  const speed = useApp((state) => state.playbackSpeed)
  const setSpeed = useApp((state) => state.setPlaybackSpeed)
  const isLong = useApp(({ player, sleepsAtMs }) => sleepsAtMs !== null || player.durationSeconds >= LONG_SECONDS)
  return (
    <div className="listening">
      <Select
        label="Listening speed"
        value={String(speed)}
        options={SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))}
        onChange={(value) => { setSpeed(Number(value)) }}
      />
      {isLong && <SleepTimer />}
      {takeId !== null && <HearOnButton takeId={takeId} />}
    </div>
  )
}

function SleepTimer(): ReactElement {
  const sleepsAtMs = useApp((state) => state.sleepsAtMs)
  const set = useApp((state) => state.setSleepTimer)
  const until = sleepsAtMs === null ? null : new Date(sleepsAtMs).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })
  const running = until === null ? [] : [{ value: 'on', label: `Pauses at ${until}` }]
  return (
    <Select
      label="Sleep timer"
      value={until === null ? 'off' : 'on'}
      options={[...running, { value: 'off', label: 'Off' }, ...SLEEP_MINUTES.map((minutes) => ({ value: String(minutes), label: `In ${minutes} min` }))]}
      onChange={(value) => { if (value !== 'on') set(value === 'off' ? null : Number(value)) }}
    />
  )
}

function HearOnButton({ takeId }: { readonly takeId: string }): ReactElement | null {
  const place = useApp((state) => (state.player.phase === 'playing' && state.currentTakeId === takeId ? null : (state.leftOffAt[takeId] ?? null)))
  const hearOn = useApp((state) => state.hearOn)
  if (place === null) return null
  return (
    <Button size="small" icon="play" onClick={() => void hearOn(takeId)}>
      Go on at {formatClock(place)}
    </Button>
  )
}
