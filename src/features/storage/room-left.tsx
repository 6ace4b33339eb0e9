import { useId, type ReactElement } from 'react'
import { Panel } from '../../components/panel'
import type { StorageReport } from '../../shared/protocol/records'
import { formatBytes, formatPercent } from '../../shared/text/wording/english/figures'

/** Above this share the bar warns: browsers begin to refuse writes soon after. */
const NEARLY_FULL = 0.9

/** How much the browser gives this page, and how much of it is used. */
export function RoomLeft({ report: { usedBytes, quotaBytes } }: { readonly report: StorageReport }): ReactElement {
  const labelId = useId()
  if (usedBytes === null || quotaBytes === null || quotaBytes === 0) {
    return (
      <Panel title="Room on this device">
        <p>The browser does not say how much room there is.</p>
      </Panel>
    )
  }
  const share = usedBytes / quotaBytes
  return (
    <Panel title="Room on this device">
      <div className="room">
        <p id={labelId}>
          {formatBytes(usedBytes)} of {formatBytes(quotaBytes)} that the browser grants this page is used (
          {share > 0 && share < 0.01 ? 'less than 1%' : formatPercent(share)}).
        </p>
        <meter aria-labelledby={labelId} min={0} max={1} high={NEARLY_FULL} optimum={0} value={share} />
        {share >= NEARLY_FULL && <p>It is nearly full: delete something above before the next download.</p>}
      </div>
    </Panel>
  )
}
