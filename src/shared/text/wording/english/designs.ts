import type { VoiceDesign } from '../../../protocol/records'
import type { VoiceWander } from '../../../protocol/inference'

/** The two ends of each slider: below and above the middle. */
export const wanderEnds: Readonly<Record<keyof VoiceWander, readonly [below: string, above: string]>> = {
  older: ['younger', 'older'],
  brighter: ['darker', 'brighter'],
  deeper: ['higher', 'deeper'],
  livelier: ['calmer', 'livelier'],
}

/** How much of something, in words: "a bit older", "much calmer", "as it is". */
export function wanderWording(slider: keyof VoiceWander, value: number): string {
  if (value === 0) return 'as it is'
  const end = wanderEnds[slider][value < 0 ? 0 : 1]
  const size = Math.abs(value)
  return size <= 0.35 ? `a bit ${end}` : size <= 0.7 ? end : `much ${end}`
}

const timbres: Readonly<Record<VoiceDesign['timbre'], string>> = {
  own: 'Designed from a voice',
  other: 'Designed with another timbre',
  hidden: 'Designed to hide whose voice it was',
}

/** How a voice was designed, in a sentence. */
export function designWording({ wander, timbre }: VoiceDesign): string {
  const sliders = Object.keys(wanderEnds) as (keyof VoiceWander)[]
  const moved = sliders.filter((slider) => wander[slider] !== 0).map((slider) => wanderWording(slider, wander[slider]))
  return `${timbres[timbre]}${moved.length > 0 ? `: ${moved.join(', ')}` : ''}.`
}
