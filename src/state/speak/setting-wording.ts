import type { SavedTake } from '../../shared/protocol/records'

/** How a reading was made, as far as its engine listens to settings. The seed is left out: it says nothing of quality. */
export function settingWording({ engineId, settings, bestOf = 1 }: Pick<SavedTake, 'engineId' | 'settings' | 'bestOf'>): string {
  const { speed, temperature, steps } = settings
  const words = engineId === 'kokoro' ? [`pace ${speed}×`] : [`temperature ${temperature}`, `${steps} flow ${steps === 1 ? 'step' : 'steps'}`]
  return [...words, ...(bestOf > 1 ? [`best of ${bestOf}`] : [])].join(', ')
}
