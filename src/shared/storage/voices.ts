import { MynaError } from '../protocol/errors'
import type { SavedVoice } from '../protocol/records'
import type { Database, WriteTransaction } from './database'
import type { KeptVoice } from './schema'
import type { VoiceRepository } from './services'

/** Kept voices, newest first. Deleting one that is already gone is no error. */
export function createVoiceRepository(database: Database): VoiceRepository {
  const change = (id: string, changed: (voice: SavedVoice) => SavedVoice) =>
    database.write(['voices', 'preparedVoices'], async (tx) => {
      const voices = tx.objectStore('voices')
      const voice = await voices.get(id)
      if (!voice) throw new MynaError('record-missing', `voice ${id}`)
      const next = changed(savedVoice(voice))
      await voices.put(keptVoice(next))
      await dropOrphans(tx, hashesOf(voice))
      return next
    })

  return {
    async list() {
      const voices = await database.read(['voices'], (tx) => tx.objectStore('voices').getAll())
      return voices.map(savedVoice).sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    },

    async save(voice) {
      await database.write(['voices'], (tx) => tx.objectStore('voices').put(keptVoice(voice)))
    },

    rename: (id, name) => change(id, (voice) => ({ ...voice, name })),

    setLearned: (id, learned) => change(id, (voice) => ({ ...voice, learned })),

    change,

    delete: (id) =>
      database.write(['voices', 'preparedVoices', 'learnings'], async (tx) => {
        const voices = tx.objectStore('voices')
        const voice = await voices.get(id)
        if (!voice) return
        await voices.delete(id)
        await tx.objectStore('learnings').delete(id)
        await dropOrphans(tx, hashesOf(voice))
      }),
  }
}

/** The store of voices in any transaction. */
interface VoicesByPrompt {
  index(name: 'promptSha256' | 'moodHashes'): { count(promptSha256: string): Promise<number> }
}

/** Whether a kept voice has the prompt, as its own or as that of a mood. */
export async function hasOwner(voices: VoicesByPrompt, promptSha256: string): Promise<boolean> {
  return (await voices.index('promptSha256').count(promptSha256)) + (await voices.index('moodHashes').count(promptSha256)) > 0
}

/** The same prompt may have been kept twice; what was prepared from it goes with the last of them. */
async function dropOrphans(tx: Pick<WriteTransaction<'voices' | 'preparedVoices'>, 'objectStore'>, hashes: readonly string[]): Promise<void> {
  const prepared = tx.objectStore('preparedVoices')
  for (const hash of hashes) {
    if (await hasOwner(tx.objectStore('voices'), hash)) continue
    for (const key of await prepared.index('promptSha256').getAllKeys(hash)) await prepared.delete(key)
  }
}

function hashesOf({ promptSha256, moodHashes = [] }: KeptVoice): readonly string[] {
  return [promptSha256, ...moodHashes]
}

function keptVoice(voice: SavedVoice): KeptVoice {
  return voice.moods ? { ...voice, moodHashes: voice.moods.map((mood) => mood.promptSha256) } : voice
}

function savedVoice(kept: KeptVoice): SavedVoice {
  const voice = { ...kept }
  delete voice.moodHashes
  return voice
}
