import { useEffect, type RefObject } from 'react'
import type { SoundingPlace } from '../../state/speak/followed-words'

/** Whoever scrolls by hand reads elsewhere: the text waits so long before it goes along again. */
const PATIENCE_MS = 5000
/** Part of the box, from its top, in which the sounding line may stand; outside of it the line is brought to the first of the two. */
const BAND = { from: 0.25, to: 0.75 }

/** Keeps the sounding words in sight inside their box; the page itself never moves. */
export function useTextScroll(box: RefObject<HTMLElement | null>, { sentence, word }: SoundingPlace): void {
  useEffect(() => {
    const element = box.current
    if (!element) return
    const wait = () => { element.dataset['waitsUntil'] = String(performance.now() + PATIENCE_MS) }
    const ways = ['wheel', 'touchmove'] as const
    for (const way of ways) element.addEventListener(way, wait, { passive: true })
    return () => { for (const way of ways) element.removeEventListener(way, wait) }
  }, [box, sentence])

  useEffect(() => {
    const element = box.current
    const sounding = element?.querySelector<HTMLElement>('[data-word][data-sounds="true"]') ?? element?.querySelector<HTMLElement>('[data-sentence][data-sounds="true"]')
    if (!element || !sounding || performance.now() < Number(element.dataset['waitsUntil'] ?? 0)) return
    const top = sounding.getBoundingClientRect().top - element.getBoundingClientRect().top
    const { clientHeight } = element
    if (top >= 0 && top <= BAND.to * clientHeight) return
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    element.scrollTo({ top: element.scrollTop + top - BAND.from * clientHeight, behavior: isCalm ? 'auto' : 'smooth' })
  }, [box, sentence, word])
}
