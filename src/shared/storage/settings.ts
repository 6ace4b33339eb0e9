import type { Database } from './database'
import type { SettingsRepository } from './services'

/** Small values by key. What is read is what an earlier version of the app may have written: the caller checks it. */
export function createSettingsRepository(database: Database): SettingsRepository {
  return {
    async read<T>(key: string) {
      const value = await database.read(['settings'], (tx) => tx.objectStore('settings').get(key))
      return (value ?? null) as T | null
    },

    async write(key, value) {
      await database.write(['settings'], (tx) => tx.objectStore('settings').put(value, key))
    },

    change: (key, changed) =>
      database.write(['settings'], async (tx) => {
        const store = tx.objectStore('settings')
        const next = changed((await store.get(key)) ?? null)
        await store.put(next, key)
        return next
      }),
  }
}
