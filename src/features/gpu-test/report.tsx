import { useRef, useState, type ReactElement } from 'react'
import { version } from '../../../package.json'
import { Button } from '../../components/button'
import { Field } from '../../components/field'
import { Panel } from '../../components/panel'
import type { GpuTestOutcome } from '../../shared/protocol/gpu-test'
import { reportText } from '../../shared/text/wording/english/gpu-test-report'

export interface ReportProps {
  readonly state: GpuTestOutcome
  readonly suspends: boolean
}

/** All that was found, to be read and copied. */
export function Report({ state, suspends }: ReportProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState('')
  const text = reportText(state, {
    version, suspends,
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: window.crossOriginIsolated,
  })

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied.')
    } catch {
      // Refused, or the page has no clipboard: the person's own keys still have one.
      field.current?.focus()
      field.current?.select()
      setSaid('This browser does not let the page copy. The report is selected: copy it with Ctrl+C, ⌘C or the menu.')
    }
  }

  return (
    <Panel title="Report" lead="For whoever looks into it. It names the browser and the GPU, but no person and no text.">
      <Field label="Report as text">
        {(control) => <textarea {...control} ref={field} className="gpu-report" readOnly rows={6} value={text} />}
      </Field>
      <div className="gpu-report__act">
        <Button icon="details" onClick={() => void copy()}>Copy report</Button>
        <span role="status">{said}</span>
      </div>
    </Panel>
  )
}
