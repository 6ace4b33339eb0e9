import { useState, type ReactElement } from 'react'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Field } from '../../components/field'
import { Panel } from '../../components/panel'
import { useApp } from '../../state/use-app'

/** What has to be typed before everything is erased. */
const WORD = 'erase'

/** The way back to the first day, behind a typed word. */
export function EraseEverything(): ReactElement {
  const eraseAll = useApp((state) => state.eraseAll)
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const confirmed = typed.trim().toLowerCase() === WORD

  function close(): void {
    setAsking(false)
    setTyped('')
  }

  async function erase(): Promise<void> {
    close()
    await eraseAll()
  }

  return (
    <Panel title="Start over" lead="Erases voices, takes, engines and settings from this browser.">
      <div>
        <Button icon="trash" onClick={() => { setAsking(true) }}>
          Erase everything
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        title="Erase everything?"
        confirmLabel="Erase everything"
        disabled={!confirmed}
        onCancel={close}
        onConfirm={() => void erase()}
      >
        <p>All voices with their recordings, all takes, all projects, all model files, your text and your settings will be lost for good.</p>
        <Field label={`Type “${WORD}” to continue`}>
          {(control) => (
            <input
              {...control}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => { setTyped(event.target.value) }}
            />
          )}
        </Field>
      </ConfirmDialog>
    </Panel>
  )
}
