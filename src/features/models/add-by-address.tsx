import { useRef, useState, type ReactElement, type SyntheticEvent } from 'react'
import { Button } from '../../components/button'
import { ErrorAlert } from '../../components/error-alert'
import { Field } from '../../components/field'
import { Panel } from '../../components/panel'
import { errorWording } from '../../shared/text/wording/english/errors'
import type { AddressState } from '../../state/models/address-slice'
import { useApp } from '../../state/use-app'
import { FoundModel, type FoundModelProps } from './found-model'
import { HubToken } from './hub-token'

/** Adds a model that the list does not have, by the address of its repository or folder. */
export function AddByAddress(): ReactElement {
  const state = useApp((app) => app.addressState)
  const lookAtAddress = useApp((app) => app.lookAtAddress)
  const stopLooking = useApp((app) => app.stopLooking)
  const [address, setAddress] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const isBusy = state.phase === 'looking' || state.phase === 'examining'

  function submit(event: SyntheticEvent): void {
    event.preventDefault()
    if (address.trim() !== '' && !isBusy) void lookAtAddress(address.trim())
  }

  return (
    <Panel title="Add by address" lead="For a Pocket TTS model that somebody else publishes: another language, or a newer one.">
      <div className="add-by-address">
        <form onSubmit={submit}>
          <Field
            label="Address"
            hint="A Hugging Face repository, such as owner/name, or the https address of a folder. First only its list of files is read."
          >
            {(control) => (
              <input
                {...control}
                ref={input}
                type="text"
                inputMode="url"
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                value={address}
                onChange={(event) => { setAddress(event.target.value) }}
              />
            )}
          </Field>
          <div className="pack__actions">
            <Button type="submit" disabled={isBusy || address.trim() === ''}>
              See what is there
            </Button>
            {isBusy && <Button onClick={stopLooking}>Cancel</Button>}
            <span role="status">{busyWords(state)}</span>
          </div>
        </form>
        <Outcome state={state} onLeave={() => { input.current?.focus() }} />
        <HubToken wanted={isAboutToken(state)} onGiven={() => { if (state.phase === 'failed') void lookAtAddress(state.address) }} />
      </div>
    </Panel>
  )
}

/** @param onLeave called when what was found goes, and the focus with it */
function Outcome({ state, onLeave }: { readonly state: AddressState; readonly onLeave: () => void }): ReactElement {
  const found = foundIn(state)
  return (
    <>
      {state.phase === 'failed' && <ErrorAlert code={state.error.code} detail={state.error.detail} wording={errorWording(state.error.code)} />}
      {found && <FoundModel {...found} onLeave={onLeave} />}
    </>
  )
}

function foundIn(state: AddressState): Pick<FoundModelProps, 'listing' | 'path' | 'pack'> | null {
  switch (state.phase) {
    case 'idle':
    case 'looking':
      return null
    case 'failed':
      return state.listing && state.listing.models.length > 1 ? { listing: state.listing, path: null, pack: null } : null
    case 'listed':
      return { listing: state.listing, path: null, pack: null }
    case 'examining':
      return { listing: state.listing, path: state.path, pack: null }
    case 'examined':
      return state
  }
}

const isAboutToken = (state: AddressState) => state.phase === 'failed' && ['model-gated', 'token-refused', 'address-not-found'].includes(state.error.code)

function busyWords(state: AddressState): string {
  if (state.phase === 'looking') return 'Reading its list of files…'
  return state.phase === 'examining' ? 'Reading its configuration and the beginning of its weights…' : ''
}
