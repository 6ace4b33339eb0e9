import type { Page } from '@playwright/test'

/** Turns every remembered proof of faster graphs or kernels whose key fits into "does not hold", from the next load on. */
export async function withdrawProofs(page: Page, keys: RegExp): Promise<void> {
  await page.evaluate(async (pattern) => {
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open('myna')
      opening.onerror = () => { failed(new Error('no database')) }
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('settings', 'readwrite')
        const settings = transaction.objectStore('settings')
        const all = settings.getAllKeys()
        all.onsuccess = () => {
          for (const key of all.result) if (typeof key === 'string' && new RegExp(pattern).test(key)) settings.put(false, key)
        }
        transaction.oncomplete = () => {
          opening.result.close()
          done()
        }
      }
    })
  }, keys.source)
}

/** Keys of the proofs for our kernels, and of those for rewritten graphs as well. */
export const PROOFS_OF = { kernels: /^verdict\/kernels-/, all: /^verdict\/(kernels|rewrite)-/ } as const
