import { errorInfo, type ErrorCode, type ErrorInfo } from '../../shared/protocol/errors'
import type { GetState, SetSlice } from '../slice'

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

export function createNoticesSlice(set: SetSlice<NoticesSlice>, get: GetState<NoticesSlice>): NoticesSlice {
  let nextId = 1
  const add = (notice: Omit<Notice, 'id'>, before = get().notices) => { set({ notices: [...before, { ...notice, id: nextId++ }] }) }
  return {
    notices: [],
    notifyError(error) {
      // Somebody asked to stop: that is no news.
      if (error.code === 'aborted') return
      // Trouble of a kind is told once, the newest: it is announced although the one before still stands.
      add({ kind: 'error', error }, get().notices.filter((notice) => notice.error?.code !== error.code))
    },
    notifyInfo(message) {
      add({ kind: 'info', message })
    },
    dismissNotice(id) {
      set({ notices: get().notices.filter((notice) => notice.id !== id) })
    },
  }
}

/** Runs acts whose failures become notices: never rejects. */
export type Guarded = (act: () => Promise<void>) => Promise<void>

/** @param fallback what is said of an error without a code */
export function createGuarded(get: GetState<NoticesSlice>, fallback: ErrorCode = 'storage-unavailable'): Guarded {
  return async (act) => {
    try {
      await act()
    } catch (thrown) {
      get().notifyError(errorInfo(thrown, fallback))
    }
  }
}
