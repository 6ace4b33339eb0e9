import { useEffect, useRef, type ReactElement } from 'react'
import { peakOf } from '../../shared/audio/levels'
import { waveformPeaks } from '../../shared/audio/waveform-peaks'

/** Draws all samples over the full width, in the text colour, sharp on every screen and after every resize. */
export function Waveform({ samples }: { readonly samples: Float32Array }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const draw = () => { drawWaveform(element, samples) }
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    const scheme = window.matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', draw)
    return () => {
      observer.disconnect()
      scheme.removeEventListener('change', draw)
    }
  }, [samples])
  return <canvas ref={canvas} className="waveform" aria-hidden="true" />
}

/** Width of a bar and of the gap after it, in CSS pixels. */
const BAR = 2
const GAP = 1
/** Quiet recordings are drawn larger, but noise near silence is not blown up to look like a voice. */
const QUIETEST_FULL_HEIGHT = 0.05

function drawWaveform(canvas: HTMLCanvasElement, samples: Float32Array): void {
  const context = canvas.getContext('2d')
  const { clientWidth: width, clientHeight: height } = canvas
  if (!context || width === 0) return
  const scale = window.devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  context.scale(scale, scale)
  context.fillStyle = getComputedStyle(canvas).color
  const columns = Math.max(1, Math.floor(width / (BAR + GAP)))
  const { minima, maxima } = waveformPeaks(samples, columns)
  const loudest = Math.max(QUIETEST_FULL_HEIGHT, peakOf(minima), peakOf(maxima))
  const middle = height / 2
  for (let column = 0; column < columns; column++) {
    const top = middle - ((maxima[column] ?? 0) / loudest) * middle
    const bottom = middle - ((minima[column] ?? 0) / loudest) * middle
    context.fillRect(column * (BAR + GAP), top, BAR, Math.max(1, bottom - top))
  }
}
