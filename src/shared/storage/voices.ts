import { MynaError } from '../protocol/errors'
import type { SavedVoice } from '../protocol/records'
import type { Database } from './database'
import type { VoiceRepository } from './services'

/** Kept voices, newest first. Deleting one that is already gone is no error. */
export function createVoiceRepository(database: Database): VoiceRepository {
  const change = (id: string, changed: (voice: SavedVoice) => SavedVoice) =>
    database.write(['voices'], async (tx) => {
      const voices = tx.objectStore('voices')
      const voice = await voices.get(id)
      if (!voice) throw new MynaError('record-missing', `voice ${id}`)
      const next = changed(voice)
      await voices.put(next)
      return next
    })

  return {
    async list() {
      const voices = await database.read(['voices'], (tx) => tx.objectStore('voices').getAll())
      return voices.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    },

    async save(voice) {
      await database.write(['voices'], (tx) => tx.objectStore('voices').put(voice))
    },

    rename: (id, name) => change(id, (voice) => ({ ...voice, name })),

    setTranscript: (id, transcript) => change(id, (voice) => ({ ...voice, transcript })),

    setLearned: (id, learned) => change(id, (voice) => ({ ...voice, learned })),

    delete: (id) =>
      database.write(['voices', 'preparedVoices', 'learnings'], async (tx) => {
        const voices = tx.objectStore('voices')
        const voice = await voices.get(id)
        if (!voice) return
        await voices.delete(id)
        await tx.objectStore('learnings').delete(id)
        // The same prompt may have been kept twice; what was prepared from it goes with the last of them.
        if ((await voices.index('promptSha256').count(voice.promptSha256)) > 0) return
        const prepared = tx.objectStore('preparedVoices')
        for (const key of await prepared.index('promptSha256').getAllKeys(voice.promptSha256)) await prepared.delete(key)
      }),
  }
}
