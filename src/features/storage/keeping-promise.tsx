import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { Panel } from '../../components/panel'
import { useApp } from '../../state/use-app'

/** Whether the browser promises to keep the data when the device runs short of room. */
export function KeepingPromise({ persisted }: { readonly persisted: boolean }): ReactElement {
  const askPersist = useApp((state) => state.askPersist)
  const [answered, setAnswered] = useState(false)

  async function ask(): Promise<void> {
    await askPersist()
    setAnswered(true)
  }

  return (
    <Panel title="Will it last?">
      <div className="promise">
        <p role="status">
          {persisted
            ? 'Yes: the browser has promised to keep all of this until you delete it.'
            : answered
              ? 'The browser did not agree this time. It usually does once this page is installed as an app or used more often. Until then, export the voices that matter to you.'
              : 'Probably, but the browser may clear all of this when the device runs short of room.'}
        </p>
        {!persisted && <Button onClick={() => void ask()}>Ask the browser to keep it</Button>}
      </div>
    </Panel>
  )
}
