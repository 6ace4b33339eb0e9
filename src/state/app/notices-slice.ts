import type { GetState, SetState } from '../slice'
import type { ErrorInfo } from '../../shared/protocol/errors'

/** Things said to the person outside the place where they act; the newest last. Errors stay until dismissed. */
export interface Notice {
  readonly id: number
  readonly kind: 'error' | 'info'
  readonly error?: ErrorInfo
  readonly message?: string
}

export interface NoticesSlice {
  readonly notices: readonly Notice[]
  readonly notifyError: (error: ErrorInfo) => void
  readonly notifyInfo: (message: string) => void
  readonly dismissNotice: (id: number) => void
}

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
