import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb'

import type { ModelPack } from '../protocol/model-pack'
import type { LineFacts, LineSound, Project, ProjectChapter } from '../protocol/project'
import type { ComparisonVote, KeptLearning, KeptPreparedVoice, OpenReading, SavedTake, SavedTakeAudio, SavedVoice, TakePiece } from '../protocol/records'
import type { FileKey, ModelPlaceName } from './model-place'

/**
 * One model file in the index. The index, not the file system, says which bytes are whole and verified: a file whose
 * record has no `place` is a partial download, or was dropped as corrupt.
 */
export interface ModelFileRecord {
  readonly packId: string
  readonly path: string
  /** Figures of the verified file; where the manifest has none, these are the ones held to from then on. */
  readonly sizeBytes: number
  /** Lower-case hex. */
  readonly sha256: string
  readonly place: ModelPlaceName | null
  /** Where the bytes lie, if another pack brought the same ones: files that packs share are kept once. */
  readonly keptAs?: FileKey
}

/** A voice in its store: with what its moods are found by, for an index cannot look into a list of records. */
export interface KeptVoice extends SavedVoice {
  moodHashes?: readonly string[]
}

/**
 * Object stores of the database `myna`. A take's list entry and its audio are apart, so that listing stays cheap. Audio is
 * either one record of `takeAudio` or the pieces in which it was made.
 */
export interface MynaSchema extends DBSchema {
  voices: { key: string; value: KeptVoice; indexes: { promptSha256: string; moodHashes: string } }
  preparedVoices: { key: string; value: KeptPreparedVoice; indexes: { promptSha256: string } }
  takes: { key: string; value: SavedTake; indexes: { createdAt: string } }
  takeAudio: { key: string; value: SavedTakeAudio }
  takePieces: { key: [takeId: string, index: number]; value: TakePiece }
  openReadings: { key: string; value: OpenReading }
  modelFiles: { key: [packId: string, path: string]; value: ModelFileRecord; indexes: { packId: string } }
  localPacks: { key: string; value: ModelPack }
  settings: { key: string; value: unknown }
  votes: { key: string; value: ComparisonVote; indexes: { createdAt: string } }
  learnings: { key: string; value: KeptLearning }
  projects: { key: string; value: Project }
  projectChapters: { key: string; value: ProjectChapter; indexes: { projectId: string } }
  lineFacts: { key: [projectId: string, key: string]; value: LineFacts }
  lineSounds: { key: [projectId: string, key: string]; value: LineSound }
}

export const STORE_NAMES = [
  'voices',
  'preparedVoices',
  'takes',
  'takeAudio',
  'takePieces',
  'openReadings',
  'modelFiles',
  'localPacks',
  'settings',
  'votes',
  'learnings',
  'projects',
  'projectChapters',
  'lineFacts',
  'lineSounds',
] as const

export type StoreName = (typeof STORE_NAMES)[number]

type UpgradeTransaction = IDBPTransaction<MynaSchema, StoreName[], 'versionchange'>

/** Step `n` leads from version `n` to version `n + 1`. Steps are never edited once released, only added. */
const migrations: readonly ((database: IDBPDatabase<MynaSchema>, upgrade: UpgradeTransaction) => void)[] = [
  (database) => {
    database.createObjectStore('voices', { keyPath: 'id' }).createIndex('promptSha256', 'promptSha256')
    database.createObjectStore('preparedVoices', { keyPath: 'key' }).createIndex('promptSha256', 'promptSha256')
    database.createObjectStore('takes', { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
    database.createObjectStore('takeAudio', { keyPath: 'takeId' })
    database.createObjectStore('modelFiles', { keyPath: ['packId', 'path'] }).createIndex('packId', 'packId')
    database.createObjectStore('localPacks', { keyPath: 'id' })
    database.createObjectStore('settings')
  },
  (database) => {
    database.createObjectStore('takePieces', { keyPath: ['takeId', 'index'] })
    database.createObjectStore('openReadings', { keyPath: 'facts.id' })
  },
  (database) => {
    database.createObjectStore('votes', { keyPath: 'id' }).createIndex('createdAt', 'createdAt')
  },
  (database) => {
    database.createObjectStore('learnings', { keyPath: 'voiceId' })
  },
  (database) => {
    database.createObjectStore('projects', { keyPath: 'id' })
    database.createObjectStore('projectChapters', { keyPath: 'id' }).createIndex('projectId', 'projectId')
    database.createObjectStore('lineFacts', { keyPath: ['projectId', 'key'] })
    database.createObjectStore('lineSounds', { keyPath: ['projectId', 'key'] })
  },
  (_database, upgrade) => {
    upgrade.objectStore('voices').createIndex('moodHashes', 'moodHashes', { multiEntry: true })
  },
]

export const SCHEMA_VERSION = migrations.length

/** Brings a database of version `oldVersion` (0: new) to {@link SCHEMA_VERSION}; runs inside the upgrade transaction. */
export function migrate(database: IDBPDatabase<MynaSchema>, oldVersion: number, upgrade: UpgradeTransaction): void {
  for (const step of migrations.slice(oldVersion)) step(database, upgrade)
}
