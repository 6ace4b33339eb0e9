import { matchingGains } from '../../shared/audio/loudness-match'
import { errorInfo } from '../../shared/protocol/errors'
import type { SavedTake, VotedSide, ComparisonVote } from '../../shared/protocol/records'
import type { AppServices } from '../app-services'
import { comparedTakes } from './compared-takes'
import type { Reader } from '../speak/reading-slice'
import { settingWording } from '../../shared/text/wording/english/takes'
import type { GetState, SetState } from '../slice'
import type { ComparisonSide } from '../speak/player-slice'

export interface ComparisonSlice {
  /** Ids of the takes to compare, in the order in which they were chosen: two at most. */
  readonly compared: readonly string[]
  /** Names are hidden and the order is random until a verdict is given. */
  readonly blind: boolean
  /** True where the take that was chosen second is A. */
  readonly swapped: boolean
  /** What the person said of these two, blind; null before. */
  readonly verdict: ComparisonSide | 'equal' | null
  /** Verdicts of all blind comparisons, the newest first. */
  readonly votes: readonly ComparisonVote[]
  readonly refreshVotes: () => Promise<void>
  /** Takes the place of the one that was chosen first where there are two; one that is chosen is let go. */
  readonly chooseCompared: (id: string) => void
  readonly setBlind: (blind: boolean) => void
  /** The same two, with hidden names in a new order. */
  readonly compareAgain: () => void
  /** Plays a side from where the other one is, equally loud. Call inside a gesture. */
  readonly playCompared: (side: ComparisonSide) => Promise<void>
  /** Keeps the verdict and shows the names. Only the first one counts. */
  readonly vote: (verdict: ComparisonSide | 'equal') => Promise<void>
  readonly deleteVotes: () => Promise<void>
}

/** Two takes beside each other: heard equally loud, switched at the same place, openly or without names. */
export function createComparisonSlice(services: AppServices, reader: Reader, set: SetState, get: GetState): ComparisonSlice {
  const { player, takes: repository, votes: voteRepository } = services
  /** The newest switch: a slower one before it may not take the player from it. */
  let newest = 0

  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, 'storage-unavailable'))
    }
  }

  async function clipOf({ id, sampleRate }: SavedTake) {
    return { samples: reader.heldSamples(id) ?? (await repository.readSamples(id)), sampleRate }
  }

  /** Where the sound stands, if it is one of the two. */
  function placeSeconds(): number {
    const { playback, player: { phase, positionSeconds } } = get()
    return playback?.kind === 'comparison' && phase !== 'ended' && phase !== 'idle' ? positionSeconds : 0
  }

  /** By the generator of seeds, which is random. */
  const randomOrder = () => services.newSeed() % 2 === 1

  return {
    compared: [],
    blind: false,
    swapped: false,
    verdict: null,
    votes: [],

    refreshVotes: () => guarded(async () => { set({ votes: await voteRepository.list() }) }),

    chooseCompared(id) {
      const { compared } = get()
      const chosen = compared.includes(id) ? compared.filter((other) => other !== id) : [...compared, id].slice(-2)
      set({ compared: chosen, verdict: null, swapped: get().blind && randomOrder() })
    },

    setBlind(blind) {
      get().stopPlayback()
      set({ blind, verdict: null, swapped: blind && randomOrder() })
    },

    compareAgain() {
      get().stopPlayback()
      set({ verdict: null, swapped: get().blind && randomOrder() })
    },

    playCompared(side) {
      player.unlock()
      const turn = ++newest
      return guarded(async () => {
        const takes = comparedTakes(get())
        if (!takes) return
        reader.stop()
        const clips = [await clipOf(takes.a), await clipOf(takes.b)] as const
        if (turn !== newest) return
        const gains = matchingGains(...clips)
        const index = side === 'a' ? 0 : 1
        const { samples, sampleRate } = clips[index]
        const gain = gains[index]
        const from = placeSeconds()
        player.playTake(gain === 1 ? samples : samples.map((sample) => gain * sample), sampleRate)
        // What is shorter than the place begins again.
        if (from > 0 && from < samples.length / sampleRate) player.seek(from)
        set({ playback: { kind: 'comparison', side }, currentTakeId: null })
      })
    },

    vote(verdict) {
      const takes = comparedTakes(get())
      if (!takes || get().verdict) return Promise.resolve()
      get().stopPlayback()
      const preferred = verdict === 'equal' ? null : verdict === 'a' ? 0 : 1
      const sides = [votedSide(takes.a), votedSide(takes.b)] as const
      const vote = { id: services.newId(), createdAt: new Date().toISOString(), sides, preferred } as const
      set({ verdict })
      return guarded(async () => {
        await voteRepository.save(vote)
        set(({ votes }) => ({ votes: [vote, ...votes] }))
      })
    },

    deleteVotes: () =>
      guarded(async () => {
        await voteRepository.deleteAll()
        set({ votes: [] })
      }),
  }
}

function votedSide(take: SavedTake): VotedSide {
  return { engineName: take.engineName, voiceName: take.voiceName, setting: settingWording(take) }
}
