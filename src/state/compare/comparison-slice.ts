import { matchingGains } from '../../shared/audio/loudness-match'
import type { ComparisonVote, SavedTake, VotedSide } from '../../shared/protocol/records'
import { settingWording } from '../../shared/text/wording/english/takes'
import type { AppServices } from '../app-services'
import { createGuarded, type NoticesSlice } from '../app/notices-slice'
import type { TakeSounds } from '../history/take-sounds'
import { takeById, type TakesSlice } from '../history/takes-slice'
import type { RunningActs } from '../running-acts'
import type { GetState, SetSlice } from '../slice'
import type { ComparisonSide, PlayerSlice } from '../speak/player-slice'

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

export interface ComparisonParts {
  readonly services: Pick<AppServices, 'player' | 'votes' | 'newSeed' | 'newId'>
  readonly acts: RunningActs
  readonly sounds: TakeSounds
}

/** Two takes side by side: heard equally loud, switched at the same place, openly or without names. */
export function createComparisonSlice(
  { services, acts, sounds }: ComparisonParts,
  set: SetSlice<ComparisonSlice>,
  get: GetState<ComparisonSlice & TakesSlice & PlayerSlice & NoticesSlice>,
): ComparisonSlice {
  const { player, votes: voteRepository } = services
  const guarded = createGuarded(get)

  const clipOf = async ({ id, sampleRate }: SavedTake) => ({ samples: await sounds.read(id), sampleRate })

  /** The position of the sound, if it is one of the two. */
  function placeSeconds(): number {
    const { playback, player: { phase, positionSeconds } } = get()
    return playback?.kind === 'comparison' && phase !== 'ended' && phase !== 'idle' ? positionSeconds : 0
  }

  async function play(side: ComparisonSide, signal: AbortSignal): Promise<void> {
    const takes = comparedTakes(get())
    if (!takes) return
    const clips = [await clipOf(takes.a), await clipOf(takes.b)] as const
    if (signal.aborted) return
    const gains = matchingGains(...clips)
    const index = side === 'a' ? 0 : 1
    const { samples, sampleRate } = clips[index]
    const gain = gains[index]
    const from = placeSeconds()
    const levelled = gain === 1 ? samples : samples.map((sample) => gain * sample)
    get().playSound({ kind: 'comparison', side }, { samples: levelled, sampleRate })
    // A side that ends before this place starts from the beginning.
    if (from > 0 && from < samples.length / sampleRate) player.seek(from)
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
      return guarded(() => acts.run('playback', (signal) => play(side, signal)))
    },

    vote(verdict) {
      const takes = comparedTakes(get())
      if (!takes || get().verdict) return Promise.resolve()
      get().stopPlayback()
      const preferred = verdict === 'equal' ? null : verdict === 'a' ? 0 : 1
      const sides = [votedSide(takes.a), votedSide(takes.b)] as const
      const vote = { id: services.newId(), createdAt: new Date().toISOString(), sides, preferred } as const
      return guarded(() =>
        acts.run('saving', async () => {
          set({ verdict })
          await voteRepository.save(vote)
          set({ votes: [vote, ...get().votes] })
        }),
      )
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

/** The two takes that are compared, as A and B; null while there are not two. */
export function comparedTakes(
  state: Pick<ComparisonSlice, 'compared' | 'swapped'> & Pick<TakesSlice, 'takes' | 'lastTake'>,
): { readonly a: SavedTake; readonly b: SavedTake } | null {
  const [first, second] = state.compared.map((id) => takeById(state, id))
  if (!first || !second) return null
  return state.swapped ? { a: second, b: first } : { a: first, b: second }
}

/** The side of a comparison that is playing; null while neither is. */
export function soundingSide({ playback, player: { phase } }: Pick<PlayerSlice, 'playback' | 'player'>): ComparisonSide | null {
  return playback?.kind === 'comparison' && (phase === 'playing' || phase === 'banking') ? playback.side : null
}
