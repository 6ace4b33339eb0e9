import type { ReactElement, ReactNode } from 'react'
import { Disclosure } from '../../components/disclosure'
import type { AppState } from '../../state/app-state'
import { formatGain, formatSemitones } from '../../shared/text/wording/english/figures'
import { useApp } from '../../state/use-app'
import { EngineChoice } from './engine-choice'
import './engine-group.css'

export interface EngineGroupProps {
  /** What can be set for the chosen engine. */
  readonly settings: ReactNode
  /** How the newest reading was made. */
  readonly facts: ReactNode
}

/** Which engine speaks, how, and how it went: closed, with what is chosen in one line. */
export function EngineGroup({ settings, facts }: EngineGroupProps): ReactElement {
  const summary = useApp(summaryOf)
  return (
    <div className="engine-group">
      <Disclosure level={2} title="Engine and settings" summary={summary}>
        <div className="engine-group__parts">
          <EngineChoice />
          {settings}
          {facts}
        </div>
      </Disclosure>
    </div>
  )
}

const processors = { automatic: null, wasm: 'CPU', webgpu: 'GPU' } as const

/** What differs from the defaults, after the engine's name. */
function summaryOf({ packs, selectedPackId, executionProvider, threads, settings, seedPinned, bestOf }: AppState): string {
  const pack = packs.find((status) => status.pack.id === selectedPackId)?.pack
  const parts = [
    pack?.name ?? null,
    processors[executionProvider],
    threads > 0 ? `${threads} ${threads === 1 ? 'thread' : 'threads'}` : null,
    settings.speed === 1 ? null : `pace ${settings.speed}×`,
    settings.pitchSemitones ? `pitch ${formatSemitones(settings.pitchSemitones)}` : null,
    settings.gainDb ? formatGain(settings.gainDb) : null,
    seedPinned ? `seed ${settings.seed}` : null,
    bestOf > 1 ? `best of ${bestOf}` : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
