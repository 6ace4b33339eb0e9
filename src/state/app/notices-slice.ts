import type { NoticesSlice, Notice } from '../app-state'
import type { GetState, SetState } from '../slice'

export function createNoticesSlice(set: SetState, get: GetState): NoticesSlice {
  let nextId = 1
  const add = (notice: Omit<Notice, 'id'>) => {
    const id = nextId++
    set(({ notices }) => ({ notices: [...notices, { ...notice, id }] }))
  }
  return {
    notices: [],
    notifyError(error) {
      // Somebody asked to stop: that is no news. The same trouble twice is no news either.
      const known = get().notices.some((notice) => notice.error?.code === error.code)
      if (error.code !== 'aborted' && !known) add({ kind: 'error', error })
    },
    notifyInfo(message) {
      add({ kind: 'info', message })
    },
    dismissNotice(id) {
      set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
    },
  }
}
