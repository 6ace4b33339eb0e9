import type { ReactElement } from 'react'
import { Icon, type IconName } from '../../components/icon'
import { Panel } from '../../components/panel'
import type { GpuTestResult, GpuTestVerdict } from '../../shared/protocol/gpu-test'
import { stepName, timingWords, verdictWords } from '../../shared/text/wording/english/gpu-test'

const icons: Readonly<Record<GpuTestVerdict['outcome'], IconName>> = { right: 'check', wrong: 'warning', unsupported: 'info', failed: 'warning' }

/** What came of each step so far. */
export function Results({ results }: { readonly results: readonly GpuTestResult[] }): ReactElement {
  return (
    <Panel title="Results" lead="More decibels (dB) mean closer to the CPU: 32-bit floats reach 100 or more, 16-bit floats 40 to 60.">
      <ul className="gpu-results">
        {results.map(({ step, verdict }) => (
          <li key={step} data-outcome={verdict.outcome}>
            <h3>{stepName(step)}</h3>
            <p className="gpu-results__verdict">
              <Icon name={icons[verdict.outcome]} />
              {verdictWords(verdict)}
            </p>
            {'timing' in verdict && <p className="gpu-results__timing">{timingWords(verdict.timing)}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
