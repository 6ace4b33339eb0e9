import type { ReactElement } from 'react'
import { Alert } from '../../components/alert'
import { Button } from '../../components/button'
import { LiveRegion } from '../../components/live-region'
import { PageHeading } from '../../components/page-heading'
import { Panel } from '../../components/panel'
import { ProgressBar } from '../../components/progress-bar'
import { GPU_TEST_STEPS } from '../../shared/protocol/gpu-test'
import { formatBytes } from '../../shared/text/wording/english/figures'
import { outcomeWording, progressWords } from '../../shared/text/wording/english/gpu-test'
import { findings, type GpuTestState } from '../../state/gpu-test/gpu-test-slice'
import { useApp } from '../../state/use-app'
import { AdapterFacts } from './adapter-facts'
import { Report } from './report'
import { Results } from './results'
import './gpu-test.css'

/** Bytes of ONNX Runtime's builds for WebGPU (onnxruntime-web 1.30.0): the one that waits by JSPI, and the one for browsers without it. */
export const RUNTIME_BYTES = { jspi: 16_800_000, asyncify: 26_800_000 } as const

/** Whether WebAssembly can wait for promises, which decides on the runtime's build and on whether “Automatic” tries a GPU. */
const canSuspend = () => 'Suspending' in WebAssembly

/** Tries the GPU before anything is downloaded, for whoever wonders why it is refused or slow. */
export function GpuTestPage(): ReactElement {
  const state = useApp((store) => store.gpuTest)
  const { adapter, results } = findings(state)
  const hasEnded = state.phase === 'ended' || state.phase === 'failed'
  return (
    <div className="gpu-test">
      <PageHeading
        title="Test this GPU"
        lead="Whether this device’s graphics processor computes what the engines need, whether its numbers are right, and how fast it is."
      />
      <TestPanel state={state} />
      {results.length > 0 && <Results results={results} />}
      {adapter !== null && <AdapterFacts adapter={adapter} suspends={canSuspend()} />}
      {hasEnded && <Report state={state} suspends={canSuspend()} />}
    </div>
  )
}

function TestPanel({ state }: { readonly state: GpuTestState }): ReactElement {
  const startGpuTest = useApp((store) => store.startGpuTest)
  const stopGpuTest = useApp((store) => store.stopGpuTest)
  const isRunning = state.phase === 'running'
  return (
    <Panel title="The test">
      <div className="gpu-test__about">
        <p>
          Matrix products, convolutions and the like, as large as those in Pocket TTS, are computed on the GPU and compared with
          this device’s CPU. It takes about 15 seconds, longer on a slow device. The times are most accurate while nothing else
          is being computed.
        </p>
        <p>
          No engine is needed and none is downloaded. The test uses a part of the app itself, about{' '}
          {formatBytes(canSuspend() ? RUNTIME_BYTES.jspi : RUNTIME_BYTES.asyncify)}, which is downloaded from this page’s own address
          if it is not kept yet. The results are sent nowhere.
        </p>
      </div>
      {/* One button, so that the focus stays where it is. */}
      <div>
        <Button
          variant={isRunning ? 'secondary' : 'primary'}
          icon={isRunning ? 'stop' : 'play'}
          onClick={() => { if (isRunning) stopGpuTest(); else void startGpuTest() }}
        >
          {isRunning ? 'Cancel the test' : state.phase === 'idle' ? 'Start the test' : 'Test again'}
        </Button>
      </div>
      <LiveRegion message={spokenWords(state)} />
      <TestStatus state={state} />
    </Panel>
  )
}

/** What a screen reader says; failures interrupt by themselves. */
function spokenWords(state: GpuTestState): string {
  if (state.phase === 'running') return progressWords(state.step)
  return state.phase === 'ended' ? outcomeWording(state).title : ''
}

function TestStatus({ state }: { readonly state: GpuTestState }): ReactElement | null {
  if (state.phase === 'idle') return null
  if (state.phase === 'running') {
    const [done, count] = [state.results.length, GPU_TEST_STEPS.length]
    return <ProgressBar label={progressWords(state.step)} fraction={done / count} valueText={`${done} of ${count}`} />
  }
  const { kind, title, text } = outcomeWording(state)
  return (
    <Alert kind={kind} title={title} {...(state.phase === 'failed' && { code: state.error.code })}>
      <p>{text}</p>
    </Alert>
  )
}
