import { MynaError } from '../protocol/errors'
import type { Database } from './database'
import type { TakeRepository } from './services'

/** The history. Entry and audio are written together or not at all. Deleting what is already gone is no error. */
export function createTakeRepository(database: Database): TakeRepository {
  return {
    async list() {
      const takes = await database.read(['takes'], (tx) => tx.objectStore('takes').index('createdAt').getAll())
      return takes.reverse()
    },

    save: (take, samples) =>
      database.write(['takes', 'takeAudio'], async (tx) => {
        await tx.objectStore('takes').put(take)
        await tx.objectStore('takeAudio').put({ takeId: take.id, samples: storable(samples) })
      }),

    async readSamples(id) {
      const audio = await database.read(['takeAudio'], (tx) => tx.objectStore('takeAudio').get(id))
      if (!audio) throw new MynaError('record-missing', `audio of take ${id}`)
      return audio.samples
    },

    delete: (id) =>
      database.write(['takes', 'takeAudio'], async (tx) => {
        await tx.objectStore('takes').delete(id)
        await tx.objectStore('takeAudio').delete(id)
      }),

    deleteAll: () =>
      database.write(['takes', 'takeAudio'], async (tx) => {
        await tx.objectStore('takes').clear()
        await tx.objectStore('takeAudio').clear()
      }),
  }
}

/** A view is stored with the whole buffer behind it, and shared memory not at all: those are copied first. */
function storable(samples: Float32Array): Float32Array {
  const { buffer, byteLength } = samples
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? samples : new Float32Array(samples)
}
