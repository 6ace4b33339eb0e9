import { useState, type ReactElement } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { envelopeBars } from '../../shared/audio/envelope'
import type { AppState } from '../../state/app-state'
import { useApp } from '../../state/use-app'
import { holdsReading, shownTake } from './shown-reading'

/** As many as can be told apart on a phone. */
const BARS = 96
/** A place that is quiet, or not made yet, is still a place: a dot. */
const LOWEST = 0.04
/** Share of the picture's height: the rounded ends need the rest. */
const TALLEST = 0.92

interface Picture {
  readonly takeId: string | null
  readonly availableSeconds: number
  readonly durationSeconds: number
  readonly heights: readonly number[]
}

const nothing: Picture = { takeId: null, availableSeconds: 0, durationSeconds: 0, heights: Array.from({ length: BARS }, () => 0) }

/**
 * The reading as bars, twice: as it is, and tinted as far as it has been heard (`--heard`, 0 to 1). Drawn again when there is
 * more of it, not when it moves on; while another sound is heard the picture stays as it was.
 */
export function ReadingBars(): ReactElement {
  const { held, takeId, availableSeconds, durationSeconds } = useApp(useShallow(extent))
  const envelope = useApp((state) => state.envelope)
  const [kept, setKept] = useState(nothing)
  let picture = kept
  if (held && (kept.availableSeconds !== availableSeconds || kept.durationSeconds !== durationSeconds || kept.takeId !== takeId)) {
    picture = { takeId, availableSeconds, durationSeconds, heights: envelopeBars(envelope(), BARS, durationSeconds) }
    setKept(picture)
  }
  const { heights } = !held && picture.takeId !== takeId ? nothing : picture
  return (
    <>
      <Bars heights={heights} className="player__bars" />
      <Bars heights={heights} className="player__bars player__bars--heard" />
    </>
  )
}

function Bars({ heights, className }: { readonly heights: readonly number[]; readonly className: string }): ReactElement {
  const strokes = heights.map((height, index) => {
    const half = (TALLEST * Math.max(LOWEST, height)) / 2
    return `M${index + 0.5} ${(0.5 - half).toFixed(3)}V${(0.5 + half).toFixed(3)}`
  })
  return (
    <svg className={className} viewBox={`0 0 ${BARS} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={strokes.join('')} />
    </svg>
  )
}

function extent(state: AppState) {
  const { availableSeconds, durationSeconds } = state.player
  return {
    held: holdsReading(state),
    takeId: shownTake(state)?.id ?? null,
    availableSeconds,
    durationSeconds: Math.max(availableSeconds, durationSeconds),
  }
}
