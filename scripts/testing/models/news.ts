import type { ModelChanges } from '../../../src/shared/storage/model-changes'

/** News between tabs, as a BroadcastChannel carries them: everybody hears but the one who speaks. */
export class News {
  readonly #listeners = new Map<object, () => void>()

  join(): ModelChanges {
    const member = {}
    return {
      announce: () => {
        for (const [other, listener] of this.#listeners) if (other !== member) listener()
      },
      listen: (listener: () => void) => void this.#listeners.set(member, listener),
    }
  }
}
