import { joinSamples } from '../audio/join'
import { MynaError } from '../protocol/errors'
import type { Database } from './database'
import type { TakeRepository } from './services'

/**
 * The history. Entry and audio are written together or not at all. Audio that came in pieces stays in them until others
 * take its place. Deleting what is already gone is no error.
 */
export function createTakeRepository(database: Database): TakeRepository {
  return {
    async list() {
      const takes = await database.read(['takes'], (tx) => tx.objectStore('takes').index('createdAt').getAll())
      return takes.reverse()
    },

    save: (take, samples) =>
      database.write(['takes', 'takeAudio', 'takePieces', 'openReadings'], async (tx) => {
        await tx.objectStore('takes').put(take)
        await tx.objectStore('takeAudio').put({ takeId: take.id, samples: storable(samples) })
        await tx.objectStore('takePieces').delete(piecesOf(take.id))
        await tx.objectStore('openReadings').delete(take.id)
      }),

    update: (take, samples) =>
      database.write(['takes', 'takeAudio', 'takePieces'], async (tx) => {
        const takes = tx.objectStore('takes')
        if ((await takes.getKey(take.id)) === undefined) throw new MynaError('record-missing', `take ${take.id}`)
        await takes.put(take)
        if (!samples) return
        await tx.objectStore('takeAudio').put({ takeId: take.id, samples: storable(samples) })
        await tx.objectStore('takePieces').delete(piecesOf(take.id))
      }),

    readSamples: (id) =>
      database.read(['takeAudio', 'takePieces'], async (tx) => {
        const audio = await tx.objectStore('takeAudio').get(id)
        if (audio) return audio.samples
        const pieces = await tx.objectStore('takePieces').getAll(piecesOf(id))
        if (pieces.length === 0) throw new MynaError('record-missing', `audio of take ${id}`)
        return joinSamples(pieces.map(({ samples }) => samples))
      }),

    delete: (id) =>
      database.write(['takes', 'takeAudio', 'takePieces'], async (tx) => {
        await tx.objectStore('takes').delete(id)
        await tx.objectStore('takeAudio').delete(id)
        await tx.objectStore('takePieces').delete(piecesOf(id))
      }),

    deleteAll: () =>
      database.write(['takes', 'takeAudio', 'takePieces'], async (tx) => {
        // Pieces of a reading that is not a take yet are not the history's.
        for (const id of await tx.objectStore('takes').getAllKeys()) await tx.objectStore('takePieces').delete(piecesOf(id))
        await tx.objectStore('takes').clear()
        await tx.objectStore('takeAudio').clear()
      }),
  }
}

/** All pieces of one take, as a range of keys: an empty list sorts behind every number. */
export function piecesOf(takeId: string): IDBKeyRange {
  return IDBKeyRange.bound([takeId], [takeId, []])
}

/** A view is stored with the whole buffer behind it, and shared memory not at all: those are copied first. */
export function storable(samples: Float32Array): Float32Array {
  const { buffer, byteLength } = samples
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? samples : new Float32Array(samples)
}
