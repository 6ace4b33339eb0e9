import type { SettingsRepository } from './services'

/** Remembers by key whether something was found to hold. */
export interface VerdictRepository {
  /** Null where nothing is remembered. */
  read(key: string): Promise<boolean | null>
  write(key: string, verdict: boolean): Promise<void>
}

/**
 * Verdicts among the small settings. They only save time: where nothing can be kept (private mode, a full disk) each is
 * simply found out again, so no call ever fails.
 */
export function createVerdictRepository(settings: Pick<SettingsRepository, 'read' | 'write'>): VerdictRepository {
  const name = (key: string) => `verdict/${key}`
  return {
    async read(key) {
      const value = await settings.read(name(key)).catch(() => null)
      return typeof value === 'boolean' ? value : null
    },
    async write(key, verdict) {
      await settings.write(name(key), verdict).catch(() => undefined)
    },
  }
}
