import type { ReactElement } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'
import './licence-dialog.css'

export interface LicenceDialogProps {
  readonly open: boolean
  readonly name: string
  readonly sizeText: string
  /** What becomes of it on this device. */
  readonly keeping: string
  readonly licence: string
  readonly licenceUrl: string
  readonly credit: string
  /** Terms beyond the licence; may be empty. */
  readonly terms: string
  /** Hosts that the download may contact, the preferred one first. */
  readonly sources: readonly string[]
  readonly onAccept: () => void
  readonly onCancel: () => void
}

/** Asked once before an engine is downloaded: what it is, whose it is, under which terms, from where. */
export function LicenceDialog(props: LicenceDialogProps): ReactElement {
  const { open, name, sizeText, keeping, licence, licenceUrl, credit, terms, sources, onAccept, onCancel } = props
  return (
    <Dialog
      open={open}
      title="Before the download"
      onClose={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>Not now</Button>
          <Button variant="primary" onClick={onAccept}>
            Accept and download
          </Button>
        </>
      }
    >
      <p>{keeping}</p>
      <dl className="licence">
        <div>
          <dt>Engine</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{sizeText}</dd>
        </div>
        <div>
          <dt>Licence</dt>
          <dd>
            <a href={licenceUrl} target="_blank" rel="noreferrer">
              {licence}
            </a>
          </dd>
        </div>
        <div>
          <dt>Credit</dt>
          <dd>{credit}</dd>
        </div>
        <div>
          <dt>From</dt>
          <dd>{sources.join(', or else ')}</dd>
        </div>
      </dl>
      {terms && <p className="licence__terms">{terms}</p>}
    </Dialog>
  )
}
