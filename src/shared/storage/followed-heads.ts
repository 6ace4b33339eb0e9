import * as v from 'valibot'
import type { SettingsRepository } from './services'

const headsSchema = v.array(v.object({ layer: v.number(), head: v.number() }))

/** Remembers by pack key which heads of a model's attention follow the text. */
export interface FollowedHeadRepository {
  /** Null where nothing is remembered. */
  read(packKey: string): Promise<v.InferOutput<typeof headsSchema> | null>
  write(packKey: string, heads: readonly { readonly layer: number; readonly head: number }[]): Promise<void>
}

/** Among the small settings, as verdicts are: where nothing can be kept they are found out again, so no call ever fails. */
export function createFollowedHeadRepository(settings: Pick<SettingsRepository, 'read' | 'write'>): FollowedHeadRepository {
  const name = (packKey: string) => `heads/${packKey}`
  return {
    async read(packKey) {
      const kept = v.safeParse(headsSchema, await settings.read(name(packKey)).catch(() => null))
      return kept.success ? kept.output : null
    },
    async write(packKey, heads) {
      await settings.write(name(packKey), heads).catch(() => undefined)
    },
  }
}
