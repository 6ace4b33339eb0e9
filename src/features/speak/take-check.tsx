import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { SavedTake } from '../../shared/protocol/records'
import { transcriberStatus } from '../../state/models/transcriber-pack'
import { similaritySummary } from '../../shared/text/wording/english/takes'
import { useApp } from '../../state/use-app'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { CheckResult } from './check-result'
import { ChosenCandidates } from './chosen-candidates'
import './take-check.css'

/** Whether the take says what was written and sounds like its voice, found out by listening to it. */
export function TakeCheck({ take }: { readonly take: SavedTake }): ReactElement | null {
  const checkState = useApp((state) => state.checkState)
  const stopChecking = useApp((state) => state.stopChecking)
  const speaking = useApp(({ speakState }) => speakState.phase === 'speaking')
  if (speaking) return null
  const similarity = similaritySummary(take)
  if (checkState.phase === 'checking' && checkState.takeId === take.id) {
    return (
      <div className="take-check take-check--line">
        <ProgressBar label={checkState.label} fraction={checkState.doneCount / checkState.sentenceCount || null} />
        <Button size="small" icon="stop" onClick={stopChecking}>
          Stop checking
        </Button>
      </div>
    )
  }
  return (
    <div className="take-check">
      {checkState.phase === 'failed' && checkState.takeId === take.id && (
        <ErrorAlert {...checkState.error} wording={errorWording(checkState.error.code)} />
      )}
      {take.check && <CheckResult take={take} check={take.check} />}
      {take.sentences && <ChosenCandidates sentences={take.sentences} />}
      {similarity !== null && <p className="take-check__note">{similarity}</p>}
      <CheckButton takeId={take.id} checked={take.check !== undefined} />
    </div>
  )
}

function CheckButton({ takeId, checked }: { readonly takeId: string; readonly checked: boolean }): ReactElement | null {
  const status = useApp(({ packs }) => transcriberStatus(packs))
  const checkTake = useApp((state) => state.checkTake)
  if (!status) return null
  const { state, totalBytes } = status
  if (state.phase === 'downloading') {
    return <ProgressBar label="Downloading Whisper" fraction={totalBytes === null ? null : state.receivedBytes / totalBytes} />
  }
  return (
    <div className="take-check--line">
      <Button size="small" variant="quiet" icon="check" onClick={() => void checkTake(takeId)}>
        {checked ? 'Check again' : 'Check what was said'}
      </Button>
      {state.phase !== 'ready' && (
        <p className="take-check__note">
          Needs Whisper, {totalBytes === null ? 'downloaded once' : `${formatBytes(totalBytes)}, downloaded once`}. Nothing you say leaves this device.
        </p>
      )}
    </div>
  )
}
