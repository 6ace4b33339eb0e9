import type { Database } from './database'
import type { VoteRepository } from './services'

/** Verdicts of blind comparisons. They outlive the takes that were compared. */
export function createVoteRepository(database: Database): VoteRepository {
  return {
    async list() {
      const votes = await database.read(['votes'], (tx) => tx.objectStore('votes').index('createdAt').getAll())
      return votes.reverse()
    },

    async save(vote) {
      await database.write(['votes'], (tx) => tx.objectStore('votes').put(vote))
    },

    deleteAll: () => database.write(['votes'], (tx) => tx.objectStore('votes').clear()),
  }
}
