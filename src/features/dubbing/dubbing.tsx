import { useMemo, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { Disclosure } from '../../components/disclosure'
import { ErrorAlert } from '../../components/error-alert'
import { FileButton } from '../../components/file-button'
import { shownName } from '../../shared/text/shown-name'
import { SOUND_FILES } from '../../shared/text/sound-files'
import { errorWording } from '../../shared/text/wording/english/errors'
import { formatClock } from '../../shared/text/wording/english/figures'
import { dubMisfits } from '../../state/dubbing/dub-lines'
import type { Dubbing as Lines } from '../../state/dubbing/dubbing-slice'
import { useApp } from '../../state/use-app'
import { DubLines } from './dub-lines'
import './dubbing.css'

/** Speaks subtitles at their times: where they come from, how long the film is, what does not fit. */
export function Dubbing(): ReactElement {
  const state = useApp(({ dubbingState }) => dubbingState)
  const open = useApp(({ openSubtitles }) => openSubtitles)
  const summary = state.phase === 'ready' ? shownName(state.dubbing.name) : 'Subtitles, spoken at their times'
  return (
    <Disclosure title="Dub a film" summary={summary}>
      <div className="dubbing">
        {state.phase === 'ready' ? (
          <DubbingForm dubbing={state.dubbing} />
        ) : (
          <>
            {state.phase === 'failed' && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
            <p className="dubbing__note">
              Choose a film’s subtitles. The chosen voice says each line at its time, a little faster or slower where that makes it fit, and the take is as
              long as the film.
            </p>
            <div className="dubbing__actions">
              <FileButton size="small" icon="file" inputLabel="Subtitles to speak" accept=".srt,.vtt,text/vtt" onFiles={([file]) => { if (file) void open(file) }}>
                Choose subtitles
              </FileButton>
            </div>
          </>
        )}
        {state.phase === 'ready' && state.error && <ErrorAlert {...state.error} wording={errorWording(state.error.code)} />}
      </div>
    </Disclosure>
  )
}

function DubbingForm({ dubbing }: { readonly dubbing: Lines }): ReactElement {
  const { lines, seconds, name, filmName } = dubbing
  const drop = useApp((state) => state.dropDubbing)
  const chooseFilm = useApp((state) => state.chooseFilm)
  const speak = useApp((state) => state.speakDubbing)
  const lastTake = useApp((state) => state.lastTake)
  const misfits = useMemo(() => lastTake && dubMisfits(lastTake, dubbing), [lastTake, dubbing])
  return (
    <>
      <p className="dubbing__name">
        {shownName(name)}: {lines.length === 1 ? 'one line' : `${lines.length.toLocaleString()} lines`}, {formatClock(seconds)}
        {filmName === null ? ', up to the end of the last line' : `, as long as ${shownName(filmName)}`}
      </p>
      <DubLines lines={lines} misfits={misfits ?? []} />
      <div className="dubbing__actions">
        <Button size="small" variant="primary" icon="sound" onClick={() => void speak()}>
          Speak the lines
        </Button>
        <FileButton size="small" icon="file" inputLabel="Film that gives the length" accept={SOUND_FILES} onFiles={([file]) => { if (file) void chooseFilm(file) }}>
          As long as a film
        </FileButton>
        <Button size="small" variant="quiet" icon="trash" onClick={drop}>
          Remove
        </Button>
      </div>
      <p className="dubbing__note">A line may last until the next one begins. Of a film that you choose only the length is read.</p>
      {misfits && (misfits.length > 0 || lastTake?.complete === true) && <Verdict count={misfits.length} />}
    </>
  )
}

function Verdict({ count }: { readonly count: number }): ReactElement {
  if (count === 0) return <Alert kind="info" title="Every line fits"><p>Download the take below as the film’s sound track.</p></Alert>
  return (
    <Alert kind="warning" title={count === 1 ? 'One line is too long for its time' : `${count} lines are too long for their time`}>
      <p>They are marked above. What follows them begins later; shorten them and speak the lines again.</p>
    </Alert>
  )
}
