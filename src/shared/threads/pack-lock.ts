import { MynaError } from '../protocol/errors'

/**
 * Runs `act` as the only writer of a pack among all tabs and threads of the app. Errors: `busy-elsewhere` at once when
 * somebody else is writing, and what `act` throws. Browsers without Web Locks run `act` unguarded.
 */
export async function withPackLock<T>(packId: string, act: () => Promise<T>): Promise<T> {
  if (!('locks' in navigator)) return act()
  return navigator.locks.request(`myna-model-pack-${packId}`, { ifAvailable: true }, (lock) => {
    if (!lock) throw new MynaError('busy-elsewhere', `another tab or task is writing the files of ${packId}`)
    return act()
  })
}
