import type { WakeLockService } from './services'

/**
 * Keeps the screen on, and with it the processor of most phones, while something is held: for as long as the browser allows it, which
 * takes the lock back whenever the page is hidden. Browsers without wake locks let the screen sleep.
 */
export function createWakeLock(page: Pick<Document, 'visibilityState' | 'addEventListener'> = document, { wakeLock }: { readonly wakeLock?: WakeLock } = navigator): WakeLockService {
  let holders = 0
  let sentinel: WakeLockSentinel | null = null
  let asking: Promise<void> = Promise.resolve()

  async function settle(): Promise<void> {
    const isWanted = holders > 0 && page.visibilityState === 'visible'
    if (isWanted && (sentinel === null || sentinel.released)) sentinel = (await wakeLock?.request('screen').catch(() => null)) ?? null
    if (!isWanted && sentinel !== null) {
      const before = sentinel
      sentinel = null
      await before.release()
    }
  }

  // One after another: a lock that is given late must not outlive its holder.
  const ask = () => { asking = asking.then(settle) }
  page.addEventListener('visibilitychange', ask)

  return {
    hold() {
      holders++
      ask()
      return () => {
        holders--
        ask()
      }
    },
  }
}
