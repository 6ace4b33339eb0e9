import type { Page } from '@playwright/test'

/** Turns every remembered proof of the kernels into "does not hold", from the next load on: the published graphs speak then. */
export async function withdrawProofs(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open('myna')
      opening.onerror = () => { failed(new Error('no database')) }
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('settings', 'readwrite')
        const settings = transaction.objectStore('settings')
        const all = settings.getAllKeys()
        all.onsuccess = () => {
          for (const key of all.result) if (typeof key === 'string' && key.startsWith('verdict/kernels-')) settings.put(false, key)
        }
        transaction.oncomplete = () => {
          opening.result.close()
          done()
        }
      }
    })
  })
}
