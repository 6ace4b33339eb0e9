import type { Database } from './database'
import type { LearningRepository } from './services'

/** Learning that is under way or waits. Only that of a kept voice is kept: what is told after its voice was deleted leaves no trace of it. */
export function createLearningRepository(database: Database): LearningRepository {
  return {
    list: () => database.read(['learnings'], (tx) => tx.objectStore('learnings').getAll()),

    write: (learning) =>
      database.write(['voices', 'learnings'], async (tx) => {
        if ((await tx.objectStore('voices').getKey(learning.voiceId)) === undefined) return
        await tx.objectStore('learnings').put(learning)
      }),

    async delete(voiceId) {
      await database.write(['learnings'], (tx) => tx.objectStore('learnings').delete(voiceId))
    },
  }
}
