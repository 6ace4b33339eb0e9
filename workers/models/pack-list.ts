import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelPack, PackState, PackStatus } from '../../src/shared/protocol/model-pack'
import type { ModelsEnvironment } from './models-environment'
import { receivedBytesOf, restingState, standingsOf, totalBytesOf, type FileStanding } from './pack-standing'

/** A listed pack and where it stands; one object for as long as the pack is listed. */
export interface PackEntry {
  pack: ModelPack
  standings: readonly FileStanding[]
  state: PackState
  /** The download in progress, if any. */
  run: { readonly controller: AbortController; readonly ended: Promise<PackStatus> } | null
}

/** The packs of the manifest and of the person's disk, and the one listener that hears every change of them. */
export interface PackList {
  /** Lists what the manifest, the index and the disk say. A download that is going on stays as it is. */
  open(packs: readonly ModelPack[], listener: (status: PackStatus) => void): Promise<readonly PackStatus[]>
  entries(): readonly PackEntry[]
  /** Errors: `model-unknown`. */
  entryOf(packId: string): PackEntry
  add(pack: ModelPack): PackEntry
  drop(packId: string): void
  /** Looks at all packs again, and reports those that stand differently now. */
  lookAgain(): Promise<void>
  /** Looks again at what is there of a pack, without a word. */
  look(entry: PackEntry): Promise<void>
  /** Puts a pack into `state`, or into the one that what is there implies, and reports it. */
  enter(entry: PackEntry, state?: PackState): PackStatus
}

export function createPackList({ index, store, changes }: ModelsEnvironment): PackList {
  const byId = new Map<string, PackEntry>()
  let manifestPacks: readonly ModelPack[] = []
  let listener: (status: PackStatus) => void = () => undefined

  const placedFiles = async () => ({ placeOf: (packId: string, path: string) => store.placeOf(packId, path), files: await store.list() })

  async function refresh(): Promise<void> {
    const placed = await placedFiles()
    const records = await index.allRecords()
    const listed = [...manifestPacks, ...(await index.localPacks())]
    for (const pack of listed) {
      const standings = standingsOf(pack, records, placed)
      const entry = byId.get(pack.id) ?? add(pack)
      if (entry.run) continue
      Object.assign(entry, { pack, standings, state: stateAfter(entry.state, restingState(standings)) })
    }
    const ids = new Set(listed.map(({ id }) => id))
    for (const [id, { run }] of byId) if (!ids.has(id) && !run) byId.delete(id)
  }

  /** Another tab, another pack or the storage page changed files. */
  async function lookAgain(): Promise<void> {
    const before = new Map([...byId].map(([id, entry]) => [id, JSON.stringify(statusOf(entry))]))
    await refresh()
    for (const [id, entry] of byId) {
      const status = statusOf(entry)
      if (before.get(id) !== JSON.stringify(status)) listener(status)
    }
  }

  function add(pack: ModelPack): PackEntry {
    const entry: PackEntry = { pack, standings: [], state: { phase: 'absent', receivedBytes: 0 }, run: null }
    byId.set(pack.id, entry)
    return entry
  }

  return {
    add,
    lookAgain,
    async open(packs, onStatus) {
      manifestPacks = packs
      listener = onStatus
      await refresh()
      changes.listen(() => {
        // Nobody asked and nobody waits: a storage that refuses says so at the next thing the person does.
        lookAgain().catch(() => undefined)
      })
      const statuses = [...byId.values()].map(statusOf)
      for (const status of statuses) listener(status)
      return statuses
    },
    entries: () => [...byId.values()],
    entryOf(packId) {
      const entry = byId.get(packId)
      if (!entry) throw new MynaError('model-unknown', packId)
      return entry
    },
    drop(packId) {
      byId.delete(packId)
    },
    async look(entry) {
      const placed = await placedFiles()
      entry.standings = standingsOf(entry.pack, await index.allRecords(), placed)
    },
    enter(entry, state = restingState(entry.standings)) {
      entry.state = state
      const status = statusOf(entry)
      listener(status)
      return status
    },
  }
}

export function statusOf({ pack, standings, state }: PackEntry): PackStatus {
  const sharedBytes = receivedBytesOf(standings.filter(({ isShared }) => isShared))
  return {
    pack,
    totalBytes: totalBytesOf(standings),
    state,
    ...(standings.some(({ isHeld }) => isHeld) && { isHeld: true }),
    ...(sharedBytes > 0 && { sharedBytes }),
  }
}

/** What went wrong stays said until something else is true. */
function stateAfter(old: PackState, found: PackState): PackState {
  return old.phase === 'failed' && old.receivedBytes === found.receivedBytes ? old : found
}
