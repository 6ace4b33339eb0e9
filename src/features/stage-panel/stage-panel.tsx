import type { ReactElement } from 'react'
import type { StageTiming } from '../../shared/protocol/engine'
import { sharesMemory } from '../../shared/protocol/shared-memory'
import { processorWording, stageWording } from '../../shared/text/wording/english/stages'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import './stage-panel.css'

/** How the reading was made: time per stage and the figures of the whole, live while it runs. */
export function StagePanel(): ReactElement {
  return (
    <section aria-labelledby="facts-heading">
      <h3 id="facts-heading">How it was made</h3>
      <Facts />
      <Stages />
    </section>
  )
}

function Facts(): ReactElement {
  const figures = useApp((state) => state.figures)
  const runtime = useApp((state) => state.runtime)
  const graphs = useApp((state) => state.engine?.graphs)
  const processors = useApp((state) => state.engine?.processors) ?? []
  const sharedMemory = useApp((state) => state.player.sharedMemory)
  const ttfaMs = useApp((state) => (isLive(state) ? state.player.ttfaMs : (state.figures?.ttfaMs ?? null)))
  const underruns = useApp((state) => (isLive(state) ? state.player.underruns : (state.figures?.underruns ?? null)))
  const provider = figures?.executionProvider ?? runtime?.executionProvider
  const threads = figures?.threads ?? runtime?.threads
  return (
    <>
      <dl className="facts">
        <Fact name="Real-time factor" value={figures ? figures.rtf.toFixed(2) : null} />
        <Fact name="Click to sound" value={ttfaMs === null ? null : milliseconds(ttfaMs)} />
        <Fact name="Sound made" value={figures ? `${figures.audioSeconds.toFixed(1)} s in ${(figures.wallMs / 1000).toFixed(1)} s` : null} />
        <Fact name="Ran dry" value={underruns === null ? null : String(underruns)} />
        <Fact name="Computed with" value={provider === 'webgpu' ? 'GPU (WebGPU)' : provider === 'wasm' ? 'CPU (WebAssembly)' : null} />
        <Fact name="Threads" value={threads === undefined ? null : String(threads)} />
        {graphs !== undefined && <Fact name="Graphs" value={graphs} />}
        {processors.map((processor) => (
          <Fact key={processor.part} name={`The ${processor.part}`} value={processorWording(processor)} />
        ))}
        <Fact name="Shared memory" value={sharesMemory() ? 'yes' : 'no: slower, on one thread'} />
        <Fact name="Sound path" value={sharedMemory ? 'shared memory' : 'messages'} />
      </dl>
      {processors.some(({ on }) => on === 'wasm') && (
        <p className="facts__more">
          <a href="#/gpu-test">Test this GPU</a> to see what it computes wrongly, slowly or not at all.
        </p>
      )}
    </>
  )
}

/** The player's own figures hold while it has the reading; a take brings its own. */
function isLive({ playback }: AppState): boolean {
  return playback?.kind === 'reading'
}

function Stages(): ReactElement | null {
  const stages = useApp((state) => state.liveStages)
  return stages.length > 0 ? <StageTable stages={stages} /> : null
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
        <caption>Time spent in each stage. Stages may run side by side: then the whole takes less than their sum.</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">On</th>
            <th scope="col">Total</th>
            <th scope="col">Calls</th>
            <th scope="col">Per call</th>
            <th scope="col">Per frame</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, totalMs, calls, frames, on }) => (
            <tr key={stage}>
              <th scope="row">{stageWording(stage)}</th>
              <td>{on === undefined ? '–' : on === 'webgpu' ? 'GPU' : 'CPU'}</td>
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
