import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import type { AppState } from '../app-state'
import { MAX_PRONUNCIATIONS } from '../../shared/text/pronunciations'
import { createAppStore } from '../create-app-store'
import { createFakeServices, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'

const siobhan = { written: 'Siobhan', spoken: 'Shivawn', language: 'en' }

let services: FakeServices
let store: StoreApi<AppState>

beforeEach(async () => {
  services = createFakeServices()
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('Ask Siobhan.')
  await store.getState().keepPronunciation(siobhan)
})

async function speakToTheEnd(): Promise<void> {
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 500)
  await expect.poll(() => services.kept.takes).toHaveLength(1)
}

it('is what the engine reads, while the text stays as written', async () => {
  await speakToTheEnd()
  expect(services.inference.requests[0]?.passages[0]?.text).toBe('Ask Shivawn.')
  expect(store.getState().text).toBe('Ask Siobhan.')
  expect(store.getState().takes[0]).toMatchObject({ text: 'Ask Siobhan.', spokenText: 'Ask Shivawn.' })
})

it('makes a take again with the list of its day', async () => {
  await speakToTheEnd()
  await store.getState().keepPronunciation({ ...siobhan, spoken: 'Sheevawn' })
  await store.getState().regenerateTake(store.getState().currentTakeId ?? '')
  await expect.poll(() => services.inference.requests).toHaveLength(2)
  expect(services.inference.requests[1]?.passages[0]?.text).toBe('Ask Shivawn.')
})

it('outlives a reload', async () => {
  const reloaded = createAppStore(services)
  await reloaded.getState().start()
  expect(reloaded.getState().pronunciations).toEqual([siobhan])
  await reloaded.getState().forgetPronunciation(siobhan)
  expect(reloaded.getState().pronunciations).toEqual([])
})

it('keeps what another tab added meanwhile, and shows it', async () => {
  const other = createAppStore(services)
  await other.getState().start()
  await other.getState().importPronunciations(new Blob(['Nguyen,Win\n']), 'en')
  await store.getState().keepPronunciation({ written: 'Genf', spoken: 'Schenf', language: 'de' })
  expect(store.getState().pronunciations.map(({ written }) => written)).toEqual(['Genf', 'Nguyen', 'Siobhan'])
  await other.getState().refreshPronunciations()
  expect(other.getState().pronunciations).toHaveLength(3)
})

it('adds nothing that cannot be kept, and says why', async () => {
  services.disk.failure = new DOMException('full', 'QuotaExceededError')
  expect(await store.getState().keepPronunciation({ ...siobhan, written: 'Nguyen' })).toBe(false)
  expect(store.getState().notices.at(-1)?.error?.code).toBe('storage-full')
  expect(store.getState().pronunciations).toEqual([siobhan])
})

it('goes with everything else that is erased', async () => {
  await store.getState().eraseAll()
  expect(store.getState().pronunciations).toEqual([])
})

it('takes a file and gives one', async () => {
  await store.getState().importPronunciations(new Blob(['Nguyen,Win\nonly one\n']), 'en-GB')
  expect(store.getState().pronunciations).toEqual([{ written: 'Nguyen', spoken: 'Win', language: 'en' }, siobhan])
  expect(store.getState().notices.at(-1)).toMatchObject({ message: '1 pronunciation was added. 1 line was skipped: it holds no pronunciation.' })
  const { blob, fileName } = store.getState().exportPronunciations('csv', 'en')
  expect([fileName, await blob.text()]).toEqual(['myna-pronunciations.csv', 'written,spoken,language\r\nNguyen,Win,en\r\nSiobhan,Shivawn,en\r\n'])
})

it('takes a file that is not in UTF-8', async () => {
  await store.getState().importPronunciations(new Blob([Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0xe9, 0])]), 'en')
  expect(store.getState().pronunciations[0]).toEqual({ written: 'a', spoken: 'é', language: 'en' })
})

it('says what to do about a file that holds none', async () => {
  await store.getState().importPronunciations(new Blob(['nothing']), 'en')
  expect(store.getState().notices.at(-1)?.error?.code).toBe('pronunciations-invalid')
  expect(store.getState().pronunciations).toEqual([siobhan])
})

it('loses nothing where the list would be too long', async () => {
  const many = Array.from({ length: MAX_PRONUNCIATIONS - 1 }, (_, index) => `w${index},x`).join('\n')
  await store.getState().importPronunciations(new Blob([many]), 'en')
  const full = store.getState().pronunciations
  expect(full).toHaveLength(MAX_PRONUNCIATIONS)
  expect(await store.getState().keepPronunciation({ ...siobhan, spoken: 'Sheevawn' })).toBe(true)
  expect(await store.getState().keepPronunciation({ ...siobhan, written: 'Nguyen' })).toBe(false)
  expect(store.getState().notices.at(-1)?.error?.code).toBe('pronunciations-too-many')
  await store.getState().importPronunciations(new Blob(['a,b\nNguyen,Win\n']), 'en')
  expect(store.getState().pronunciations).toHaveLength(MAX_PRONUNCIATIONS)
  expect(store.getState().pronunciations).toContainEqual({ ...siobhan, spoken: 'Sheevawn' })
})
