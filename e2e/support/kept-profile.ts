import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'

/**
 * What a build of an earlier version kept in a browser: its database, as it stood when the tab was closed in the middle of
 * a reading. Buffers are base64 (`$buffer`, `$float32`). Recorded once by that build with the tiny pack; never made again.
 */
interface KeptProfile {
  readonly version: number
  readonly stores: Readonly<Record<string, {
    readonly keyPath: string | string[] | null
    readonly indexes: readonly { readonly name: string; readonly keyPath: string }[]
    readonly records: readonly { readonly key?: string; readonly value: unknown }[]
  }>>
}

/** Puts the profile of `name` into the browser, before any page of the app has opened its database at this origin. */
export async function restoreProfile(page: Page, name: 'profile-of-version-3'): Promise<void> {
  const file = gunzipSync(readFileSync(resolve(import.meta.dirname, `../fixtures/${name}.json.gz`)))
  await page.evaluate(async ({ version, stores }) => {
    const bytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer
    const revived = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(revived)
      if (typeof value !== 'object' || value === null) return value
      if ('$buffer' in value) return bytes(value.$buffer as string)
      if ('$float32' in value) return new Float32Array(bytes(value.$float32 as string))
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]))
    }
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open('myna', version)
      opening.onerror = () => { failed(opening.error ?? new Error('no database')) }
      opening.onupgradeneeded = () => {
        for (const [store, { keyPath, indexes, records }] of Object.entries(stores)) {
          const made = opening.result.createObjectStore(store, keyPath === null ? {} : { keyPath })
          for (const index of indexes) made.createIndex(index.name, index.keyPath)
          for (const { key, value } of records) made.add(revived(value), key)
        }
      }
      opening.onsuccess = () => {
        opening.result.close()
        done()
      }
    })
  }, JSON.parse(file.toString('utf8')) as KeptProfile)
}
