import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder for a browser's profile, which is to be removed. */
export function createProfileFolder(): string {
  return mkdtempSync(join(tmpdir(), 'myna-profile-'))
}

/**
 * Removes a folder and all that is in it. A browser that was closed has processes that write for a moment longer, so that
 * a folder just emptied is not empty: it is emptied again, for five seconds at most.
 */
export function removeProfileFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
