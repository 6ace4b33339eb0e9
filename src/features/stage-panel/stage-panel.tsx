import type { ReactElement } from 'react'
import { Disclosure } from '../../components/disclosure'
import type { StageTiming } from '../../protocol/engine'
import { stageWording } from '../../protocol/stage-wording'
import { useApp } from '../../store/use-app'
import './stage-panel.css'

/** How the reading was made: time per stage and the figures of the whole, live while it runs. */
export function StagePanel(): ReactElement {
  const stages = useApp((state) => state.liveStages)
  const figures = useApp((state) => state.figures)
  const runtime = useApp((state) => state.runtime)
  const graphs = useApp((state) => state.engine?.graphs)
  const player = useApp((state) => state.player)
  const kind = useApp((state) => state.playback?.kind)
  const live = kind === 'reading'
  const ttfaMs = live ? player.ttfaMs : (figures?.ttfaMs ?? null)
  const provider = figures?.executionProvider ?? runtime?.executionProvider
  const threads = figures?.threads ?? runtime?.threads
  const summary = figures ? `${(1 / figures.rtf).toFixed(1)}× real time` : undefined
  return (
    <Disclosure title="How it was made" summary={summary}>
      <dl className="facts">
        <Fact name="Real-time factor" value={figures ? figures.rtf.toFixed(2) : null} />
        <Fact name="Click to sound" value={ttfaMs === null ? null : milliseconds(ttfaMs)} />
        <Fact name="Sound made" value={figures ? `${figures.audioSeconds.toFixed(1)} s in ${(figures.wallMs / 1000).toFixed(1)} s` : null} />
        <Fact name="Ran dry" value={live ? String(player.underruns) : figures ? String(figures.underruns) : null} />
        <Fact name="Computed with" value={provider === 'webgpu' ? 'GPU (WebGPU)' : provider === 'wasm' ? 'CPU (WebAssembly)' : null} />
        <Fact name="Threads" value={threads === undefined ? null : String(threads)} />
        {graphs !== undefined && <Fact name="Graphs" value={graphs} />}
        <Fact name="Isolated page" value={window.crossOriginIsolated ? 'yes' : 'no: one thread, slower'} />
        <Fact name="Sound path" value={player.sharedMemory ? 'shared memory' : 'messages'} />
      </dl>
      {stages.length > 0 && <StageTable stages={stages} />}
    </Disclosure>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  )
}

function StageTable({ stages }: { readonly stages: readonly StageTiming[] }): ReactElement {
  return (
    <div className="stages" tabIndex={0} role="region" aria-label="Time per stage">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Total</th>
            <th scope="col">Calls</th>
            <th scope="col">Per call</th>
            <th scope="col">Per frame</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, totalMs, calls, frames }) => (
            <tr key={stage}>
              <th scope="row">{stageWording(stage)}</th>
              <td>{milliseconds(totalMs)}</td>
              <td>{calls}</td>
              <td>{calls > 0 ? milliseconds(totalMs / calls) : '–'}</td>
              <td>{frames > 0 ? milliseconds(totalMs / frames) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function milliseconds(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms >= 10 ? ms.toFixed(0) : ms.toFixed(1)} ms`
}
