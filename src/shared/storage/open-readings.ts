import { MynaError } from '../protocol/errors'
import type { Database } from './database'
import { claimReading } from '../threads/reading-lock'
import type { OpenReadingRepository } from './services'
import { piecesOf, storable } from './takes'

/** Readings that are being made, sentence by sentence, and what a closed tab left of them. */
export function createOpenReadingRepository(database: Database): OpenReadingRepository {
  return {
    claim: claimReading,

    async list() {
      const readings = await database.read(['openReadings'], (tx) => tx.objectStore('openReadings').getAll())
      return readings.sort((a, b) => b.facts.createdAt.localeCompare(a.facts.createdAt))
    },

    begin: (reading) =>
      database.write(['openReadings'], async (tx) => {
        await tx.objectStore('openReadings').put(reading)
      }),

    addPiece: (piece) =>
      database.write(['openReadings', 'takePieces'], async (tx) => {
        // Everything may have been erased meanwhile: then nothing of it is kept any more.
        const isOpen = (await tx.objectStore('openReadings').getKey(piece.takeId)) !== undefined
        if (!isOpen) throw new MynaError('record-missing', `open reading ${piece.takeId}`)
        await tx.objectStore('takePieces').put({ ...piece, samples: storable(piece.samples) })
      }),

    countPieces: async (id) => {
      const [isOpen, count] = await database.read(['openReadings', 'takePieces'], async (tx) => [
        (await tx.objectStore('openReadings').getKey(id)) !== undefined,
        await tx.objectStore('takePieces').count(piecesOf(id)),
      ])
      return isOpen ? count : null
    },

    readPieces: (id) => database.read(['takePieces'], (tx) => tx.objectStore('takePieces').getAll(piecesOf(id))),

    close: (take) =>
      database.write(['openReadings', 'takes'], async (tx) => {
        const readings = tx.objectStore('openReadings')
        if ((await readings.getKey(take.id)) === undefined) throw new MynaError('record-missing', `open reading ${take.id}`)
        await tx.objectStore('takes').put(take)
        await readings.delete(take.id)
      }),

    discard: (id) =>
      database.write(['openReadings', 'takePieces'], async (tx) => {
        const readings = tx.objectStore('openReadings')
        // The pieces of what has become a take meanwhile are that take's sound.
        if ((await readings.getKey(id)) === undefined) return
        await readings.delete(id)
        await tx.objectStore('takePieces').delete(piecesOf(id))
      }),
  }
}
