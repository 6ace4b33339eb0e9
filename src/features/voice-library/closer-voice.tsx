import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { ProgressBar } from '../../components/progress-bar'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import type { RefineState } from '../../state/voice-library/refine-slice'
import './closer-voice.css'

/** Offers to bring the engine's voice closer to the recording, once the person has heard how close it is. */
export function CloserVoice({ voiceId }: { readonly voiceId: string }): ReactElement | null {
  const refinable = useApp((state) => refinableVoice(state) === voiceId)
  const refineState = useApp((state) => state.refineState)
  const refine = useApp((state) => state.refineVoice)
  const stop = useApp((state) => state.stopRefining)
  if (!refinable) return null
  if (refineState.phase === 'refining') {
    const { label, fraction } = refineState.progress
    return (
      <div className="closer-voice">
        <ProgressBar label={label} fraction={fraction || null} />
        <Button size="small" icon="stop" onClick={stop}>
          Stop trying
        </Button>
      </div>
    )
  }
  const ofThisVoice = refineState.phase !== 'idle' && refineState.voiceId === voiceId
  return (
    <div className="closer-voice">
      {refineState.phase === 'failed' && ofThisVoice && (
        <ErrorAlert {...refineState.error} wording={errorWording(refineState.error.code)} />
      )}
      <Button size="small" variant="quiet" icon="wand" onClick={() => void refine(voiceId)}>
        Get closer to this voice
      </Button>
      <p className="closer-voice__note" role="status">
        {ofThisVoice ? outcome(refineState) : 'Silently tries some variants and keeps the one most like the recording.'}
      </p>
    </div>
  )
}

/** What came of it, without a figure. */
function outcome(state: RefineState): string {
  if (state.phase !== 'refined') return ''
  const { similarityBefore, similarityAfter } = state
  if (similarityAfter === similarityBefore) return 'No variant came closer; the voice stays as it was.'
  return 'Closer now, as heard by the ear that chose it. Speak again to hear it: below that take another ear tells how close it is.'
}

/** The chosen voice, if the engine that spoke last can bring it closer and nothing is being made. */
function refinableVoice({ engine, selectedPackId, selectedVoiceId, speakState, voices }: AppState): string | null {
  const busy = ['awaiting-pack', 'loading', 'preparing', 'speaking'].includes(speakState.phase)
  // What was learned is nearer than any variant of a style.
  const isLearned = voices.some(({ id, learned }) => id === selectedVoiceId && learned?.inUse === true)
  return engine?.refines === true && engine.packId === selectedPackId && !busy && !isLearned ? selectedVoiceId : null
}
