import type { ReactElement } from 'react'
import { Button } from '../../components/button'
import { ProgressBar } from '../../components/progress-bar'
import { useApp } from '../../state/use-app'
import './sound-export.css'

/** How far the file has come that is being written, and the way to give it up. */
export function ExportStatus(): ReactElement | null {
  const fraction = useApp((state) => state.exportFraction)
  const stop = useApp((state) => state.stopExport)
  if (fraction === null) return null
  return (
    <div className="export-status" role="group" aria-label="File">
      <ProgressBar label="Writing the file" fraction={fraction} valueText={`${Math.floor(100 * fraction)} %`} />
      <Button size="small" icon="stop" onClick={stop}>
        Cancel the file
      </Button>
    </div>
  )
}
