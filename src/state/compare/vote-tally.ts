import type { ComparisonVote, VotedSide } from '../../shared/protocol/records'

/** How one engine, voice and setting fared against others. */
export interface TallyRow extends VotedSide {
  readonly compared: number
  readonly preferred: number
  /** No difference was heard. */
  readonly equal: number
}

/** One row for every engine, voice and setting, the most often preferred (as a share) first. */
export function tallyVotes(votes: readonly ComparisonVote[]): readonly TallyRow[] {
  const rows = new Map<string, TallyRow>()
  for (const { sides, preferred } of votes) {
    for (const [place, side] of sides.entries()) {
      const key = JSON.stringify([side.engineName, side.voiceName, side.setting])
      const { compared, preferred: wins, equal } = rows.get(key) ?? { compared: 0, preferred: 0, equal: 0 }
      rows.set(key, {
        ...side,
        compared: compared + 1,
        preferred: wins + (preferred === place ? 1 : 0),
        equal: equal + (preferred === null ? 1 : 0),
      })
    }
  }
  const share = ({ preferred, compared }: TallyRow) => preferred / compared
  return [...rows.values()].sort((a, b) => share(b) - share(a) || b.compared - a.compared)
}
