import type { Session } from '../../../../runtime/session'

/** A session that few people need: opened at first use. */
export interface LateSession {
  /** Errors: those of opening. What failed once, for want of memory say, may be tried again. */
  get(): Promise<Session>
  release(): Promise<void>
}

export function openLate(open: () => Promise<Session>): LateSession {
  let opening: Promise<Session> | null = null
  return {
    get() {
      const session = (opening ??= open())
      session.catch(() => { opening = null })
      return session
    },
    async release() {
      await (await opening)?.release()
    },
  }
}
