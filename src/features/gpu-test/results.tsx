import type { ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import { Icon, type IconName } from '../../components/icon'
import { Panel } from '../../components/panel'
import type { GpuTestResult, GpuTestVerdict } from '../../shared/protocol/gpu-test'
import { speedSummary, stepName, timingWords, verdictWords } from '../../shared/text/wording/english/gpu-test'
import { Fact } from './adapter-facts'

const icons: Readonly<Record<GpuTestVerdict['outcome'], IconName>> = { right: 'check', wrong: 'warning', unsupported: 'info', failed: 'warning' }

/** What came of each step so far. */
export function Results({ results }: { readonly results: readonly GpuTestResult[] }): ReactElement {
  const timed = results.flatMap(({ step, verdict }) => ('timing' in verdict ? [{ step, timing: verdict.timing }] : []))
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
          </li>
        ))}
      </ul>
      {timed.length > 0 && (
        <Disclosure title="Times" summary={speedSummary(timed.map(({ timing }) => timing))}>
          <dl className="gpu-facts">
            {timed.map(({ step, timing }) => (
              <Fact key={step} name={stepName(step)} value={timingWords(timing)} />
            ))}
          </dl>
        </Disclosure>
      )}
    </Panel>
  )
}
