import { errorInfo, MynaError } from '../../shared/protocol/errors'
import type { OpenReading } from '../../shared/protocol/records'
import { notices } from '../../shared/text/wording/english/notices'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { TakesSlice } from '../history/takes-slice'
import type { ModelsSlice } from '../models/models-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import { voiceOfTake, type VoicesSlice } from '../voice-library/voices-slice'
import { createChosenCandidates } from './chosen-candidates'
import type { ReadingSlice } from './reading-slice'
import { takeScript, type SpokenScript } from './spoken-script'
import { takeRecord } from './take-record'

/** A reading that a closed or crashed tab left behind. */
export interface UnfinishedReading {
  readonly reading: OpenReading
  /** Sentences that are there. */
  readonly doneCount: number
}

export interface UnfinishedSlice {
  /** What this tab may decide about: another tab offers nothing of it. */
  readonly unfinished: readonly UnfinishedReading[]
  /** Looks for readings that no tab is making any more, now and for as long as this tab lives. */
  readonly findUnfinished: () => Promise<void>
  /** Speaks the missing sentences, as they would have been without the break. Call in a click. */
  readonly continueReading: (id: string) => Promise<void>
  /** Makes what is there an incomplete take. */
  readonly keepUnfinished: (id: string) => Promise<void>
  readonly deleteUnfinished: (id: string) => Promise<void>
}

/** Readings that this tab keeps from all others until they are settled, and the way to give each back. */
export type ReadingClaims = Map<string, () => void>

export interface UnfinishedParts {
  readonly services: Pick<AppServices, 'openReadings' | 'player'>
  readonly acts: RunningActs
  readonly claims: ReadingClaims
}

type Needed = UnfinishedSlice & ReadingSlice & TakesSlice & VoicesSlice & ModelsSlice & NoticesSlice

/** What a closed tab or an accident left behind is offered by one tab at a time. */
export function createUnfinishedSlice(
  { services: { openReadings, player }, acts, claims }: UnfinishedParts,
  set: SetSlice<UnfinishedSlice>,
  get: GetState<Needed>,
): UnfinishedSlice {
  const guarded = createGuarded(get)

  function withdraw(id: string): void {
    set({ unfinished: get().unfinished.filter(({ reading }) => reading.facts.id !== id) })
  }

  function settle(id: string): void {
    withdraw(id)
    claims.get(id)?.()
    claims.delete(id)
  }

  /** Offers what is there of a claimed reading; what needs no decision is settled. */
  async function offer(reading: OpenReading): Promise<void> {
    const { id } = reading.facts
    const doneCount = await openReadings.countPieces(id)
    if (doneCount === 0) await openReadings.discard(id)
    if (doneCount === reading.plan.length) await makeTake(reading, true)
    if (doneCount === null || doneCount === 0 || doneCount === reading.plan.length) settle(id)
    else set({ unfinished: [...get().unfinished, { reading, doneCount }] })
  }

  async function makeTake(reading: OpenReading, complete: boolean): Promise<void> {
    const pieces = await openReadings.readPieces(reading.facts.id)
    const { wallMs = 0, stages = [] } = pieces.at(-1) ?? {}
    const lengths = pieces.map(({ samples }) => samples.length)
    const words = pieces.map((piece) => piece.words)
    const outcome = { lengths, words, spokenAgain: 0, wallMs, stages, ttfaMs: null, underruns: 0, complete }
    const take = createChosenCandidates(pieces).noteIn(takeRecord(reading, outcome))
    await openReadings.close(take)
    get().addTake(take)
  }

  function unfinishedOf(id: string): UnfinishedReading {
    const found = get().unfinished.find(({ reading }) => reading.facts.id === id)
    if (!found) throw new MynaError('record-missing', `open reading ${id}`)
    return found
  }

  /** Another recording is another voice: the sentences that are there would not fit the rest. */
  function continuedScript({ facts, promptSha256 }: OpenReading): SpokenScript {
    try {
      return takeScript({ ...facts, promptSha256 }, (voice) => voiceOfTake(get(), voice))
    } catch (thrown) {
      throw new MynaError('reading-changed', errorInfo(thrown).detail, { cause: thrown })
    }
  }

  async function resume({ reading }: UnfinishedReading): Promise<void> {
    const { facts, runtime } = reading
    if (facts.guide) throw new MynaError('reading-changed', 'the recording that it follows was not kept')
    const script = continuedScript(reading)
    const status = get().packs.find(({ pack }) => pack.id === facts.packId)
    if (!status) throw new MynaError('model-unknown', facts.packId)
    if (status.state.phase !== 'ready') {
      get().readOnceReady(facts.packId, () => void get().continueReading(facts.id))
      return
    }
    const { text, language, settings, bestOf = 1, dub } = facts
    const clickedAtMs = performance.now()
    // At once: a second click would begin it twice.
    withdraw(facts.id)
    try {
      const begun = { reading, pieces: await openReadings.readPieces(facts.id) }
      await get().readAloud({ pack: status.pack, runtime, text, script, language, settings, bestOf, clickedAtMs, begun, ...(dub && { dub }) })
    } finally {
      // Is a take by now, or as before where nothing could be added.
      await offer(reading)
    }
  }

  return {
    unfinished: [],

    findUnfinished: () =>
      guarded(async () => {
        for (const reading of await openReadings.list()) {
          const { id } = reading.facts
          if (claims.has(id)) continue
          // Not awaited: a tab that is making it releases it when it ends.
          void guarded(async () => {
            claims.set(id, await openReadings.claim(id))
            await offer(reading)
          })
        }
      }),

    continueReading(id) {
      player.unlock()
      return guarded(() => resume(unfinishedOf(id)))
    },

    keepUnfinished: (id) =>
      guarded(() =>
        acts.run('saving', async () => {
          await makeTake(unfinishedOf(id).reading, false)
          settle(id)
          get().notifyInfo(notices.unfinishedKept)
        }),
      ),

    deleteUnfinished: (id) =>
      guarded(async () => {
        await openReadings.discard(id)
        settle(id)
      }),
  }
}
