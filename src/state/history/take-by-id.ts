import type { SavedTake } from '../../shared/protocol/records'
import type { AppState } from '../app-state'

type Takes = Pick<AppState, 'takes' | 'lastTake'>

/** The newest reading, kept or not, or one of the history; null where it is gone. */
export function takeById({ takes, lastTake }: Takes, id: string): SavedTake | null {
  return lastTake?.id === id ? lastTake : (takes.find((take) => take.id === id) ?? null)
}

/** Both places of a take with its newer record. */
export function withChangedTake({ takes, lastTake }: Takes, take: SavedTake): Takes {
  return {
    takes: takes.map((other) => (other.id === take.id ? take : other)),
    lastTake: lastTake?.id === take.id ? take : lastTake,
  }
}
