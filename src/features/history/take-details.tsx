import type { ReactElement } from 'react'
import type { StageTiming } from '../../shared/protocol/engine'
import type { SavedTake, TakeGuide } from '../../shared/protocol/records'
import { stageWording } from '../../shared/text/wording/english/stages'
import { formatDate, formatDuration, formatGain, formatSemitones } from '../../shared/text/wording/english/figures'
import { languageName } from '../../shared/text/wording/english/languages'

/** Everything that is needed to make the take again, and how it went. */
export function TakeDetails({ take: { settings, figures, ...take } }: { readonly take: SavedTake }): ReactElement {
  const facts: readonly (readonly [string, string])[] = [
    ['Engine', take.engineName],
    ['Language', languageName(take.language)],
    ['Seed', String(settings.seed)],
    ['Pace', `${settings.speed}×`],
    ['Pitch', formatSemitones(settings.pitchSemitones ?? 0)],
    ['Loudness', formatGain(settings.gainDb ?? 0)],
    ['Temperature', settings.temperature === null ? 'as the model recommends' : String(settings.temperature)],
    ['Flow steps', String(settings.steps)],
    ['Versions of each sentence', String(take.bestOf ?? 1)],
    ...(take.guide ? guideFacts(take.guide) : []),
    ...(take.dub ? [['Spoken to', `the times of ${take.dub.lines.length} lines, ${formatDuration(take.dub.seconds)}`] as const] : []),
    ['Sound', `${formatDuration(figures.audioSeconds)} at ${take.sampleRate / 1000} kHz`],
    ['Computed in', formatDuration(figures.wallMs / 1000)],
    ['Real-time factor', figures.rtf.toFixed(3)],
    ['Click to sound', figures.ttfaMs === null ? 'not played' : formatDuration(figures.ttfaMs / 1000)],
    ['Computed with', figures.executionProvider === 'webgpu' ? 'GPU (WebGPU)' : 'CPU (WebAssembly)'],
    ['Threads', String(figures.threads)],
    ['Likeness to the recording', take.toldLikeness === undefined ? 'not measured' : take.toldLikeness.toFixed(3)],
    ['Likeness, by the ear that chooses', take.similarity === undefined ? 'not measured' : take.similarity.toFixed(3)],
    ['Ran dry', figures.underruns === 1 ? 'once' : `${figures.underruns} times`],
  ]
  return (
    <div className="take-details">
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {figures.stages.length > 0 && <StageFigures stages={figures.stages} />}
    </div>
  )
}

/** How it came to its melody, and who agreed to what. */
function guideFacts({ source, seconds, consent, voiceConsent }: TakeGuide): readonly (readonly [string, string])[] {
  return [
    ['Melody and timing', `of a ${source === 'file' ? 'file' : 'recording'} of ${formatDuration(seconds)}, which was not kept`],
    ['Agreed for the recording', `“${consent.statement}” ${formatDate(consent.givenAt)}`],
    ['Agreed for the voice', `“${voiceConsent.statement}” ${formatDate(voiceConsent.givenAt)}`],
  ]
}

function StageFigures({ stages }: { readonly stages: readonly StageTiming[] }): ReactElement {
  return (
    <table>
      <caption>Time per stage</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Total</th>
          <th scope="col">Calls</th>
          <th scope="col">Per frame</th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ stage, totalMs, calls, frames }) => (
          <tr key={stage}>
            <th scope="row">{stageWording(stage)}</th>
            <td>{totalMs < 1000 ? `${Math.round(totalMs)} ms` : formatDuration(totalMs / 1000)}</td>
            <td>{calls}</td>
            <td>{frames === 0 ? '–' : `${(totalMs / frames).toFixed(1)} ms`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
