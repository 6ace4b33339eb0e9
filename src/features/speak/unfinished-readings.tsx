import { useState, type ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { useApp } from '../../state/use-app'
import { excerpt } from '../../shared/text/excerpt'
import { shownName } from '../../shared/text/shown-name'
import type { UnfinishedReading } from '../../state/speak/unfinished-slice'

/** What a closed tab or a crash has left of a reading, and what can be done with it. */
export function UnfinishedReadings(): ReactElement[] {
  const unfinished = useApp((state) => state.unfinished)
  return unfinished.map((one) => <Offer key={one.reading.facts.id} {...one} />)
}

function Offer({ reading: { facts, plan }, doneCount }: UnfinishedReading): ReactElement {
  const resume = useApp((state) => state.continueReading)
  const keep = useApp((state) => state.keepUnfinished)
  const remove = useApp((state) => state.deleteUnfinished)
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Alert
        kind="info"
        title="A reading was interrupted"
        actions={
          <>
            {!facts.guide && (
              <Button variant="primary" size="small" icon="play" onClick={() => void resume(facts.id)}>
                Continue from sentence {doneCount + 1} of {plan.length}
              </Button>
            )}
            <Button size="small" onClick={() => void keep(facts.id)}>
              Keep what is there
            </Button>
            <Button size="small" icon="trash" onClick={() => { setAsking(true) }}>
              Delete
            </Button>
          </>
        }
      >
        <p>
          <span lang={facts.language}>“{excerpt(facts.text, 80)}”</span>, spoken by {shownName(facts.voiceName)}. What was made is kept;{' '}
          {facts.guide ? 'the recording that it follows was not, so it cannot be continued.' : 'the rest will sound as if nothing had happened.'}
        </p>
      </Alert>
      <ConfirmDialog
        open={asking}
        title="Delete this unfinished reading?"
        confirmLabel="Delete reading"
        onCancel={() => { setAsking(false) }}
        onConfirm={() => {
          setAsking(false)
          void remove(facts.id)
        }}
      >
        <p>
          {doneCount === 1 ? 'One spoken sentence' : `${doneCount} spoken sentences`} will be lost for good. Your text and your
          voices stay.
        </p>
      </ConfirmDialog>
    </>
  )
}
