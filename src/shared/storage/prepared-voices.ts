import type { Database } from './database'
import type { PreparedVoiceRepository } from './services'
import { hasOwner } from './voices'

/**
 * Voices made ready for one model pack, kept so that it is done once. Only what belongs to a kept voice is kept: a
 * preparation that ends after its voice was deleted leaves no trace of it.
 */
export function createPreparedVoiceRepository(database: Database): PreparedVoiceRepository {
  return {
    async read(promptSha256, packKey) {
      const kept = await database.read(['preparedVoices'], (tx) =>
        tx.objectStore('preparedVoices').get(keyOf(promptSha256, packKey)),
      )
      return kept?.voice ?? null
    },

    write: (promptSha256, voice) =>
      database.write(['voices', 'preparedVoices'], async (tx) => {
        if (!(await hasOwner(tx.objectStore('voices'), promptSha256))) return
        const key = keyOf(promptSha256, voice.packKey)
        await tx.objectStore('preparedVoices').put({ key, promptSha256, voice })
      }),
  }
}

function keyOf(promptSha256: string, packKey: string): string {
  return `${promptSha256}/${packKey}`
}
