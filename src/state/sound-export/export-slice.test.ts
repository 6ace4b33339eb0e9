import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { createFakeServices, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'

let services: FakeServices
let store: StoreApi<AppState>
const ids = () => store.getState().takes.map(({ id }) => id)

async function speak(text: string): Promise<void> {
  const before = services.kept.takes.length
  store.getState().setText(text)
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(before + 1)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 500)
  await expect.poll(() => services.kept.takes).toHaveLength(before + 1)
}

beforeEach(async () => {
  services = createFakeServices()
  store = createAppStore(services)
  await store.getState().start()
  await speak('Once more, please.')
})

it('tells the writer that nobody said this, and who made it, but not whose voice or words these are', async () => {
  await store.getState().takeSound(ids()[0]!)
  const [request] = services.exporter.requests
  expect(request).toMatchObject({
    shape: 'sound', format: 'wav', bits: 16, parts: [{ sampleRate: SAMPLE_RATE, sampleCount: SAMPLE_RATE }],
    words: {
      software: expect.stringMatching(/^Myna \d/) as string,
      statement: 'Synthetic speech, not a recording of a person. Engine: Starter. Model: starter. Seed: 1000.',
      sourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
    },
  })
  expect(JSON.stringify(request)).not.toMatch(/ada|once more/i)
})

it('writes what was chosen last, also after a reload', async () => {
  store.getState().setSoundChoice({ format: 'mp3', loudness: 'podcast' })
  await expect.poll(() => services.kept.settings.get('soundFiles')).toMatchObject({ format: 'mp3' })
  const later = createAppStore(services)
  await later.getState().start()
  expect(later.getState().soundChoice).toEqual({ format: 'mp3', bits: 16, sampleRate: 24_000, loudness: 'podcast' })
  const { fileName } = await store.getState().takeSound(ids()[0]!)
  expect(fileName).toMatch(/^myna-.*\.mp3$/)
})

it('rejects where the sound is gone, and where it is told to stop, and writes nothing on', async () => {
  await expect(store.getState().takeSound('none')).rejects.toMatchObject({ code: 'record-missing' })
  services.exporter.wantsHeld = true
  const writing = store.getState().takeSound(ids()[0]!)
  await expect.poll(() => store.getState().exportFraction).toBe(0.5)
  store.getState().stopExport()
  await expect(writing).rejects.toMatchObject({ code: 'aborted' })
  expect(store.getState().exportFraction).toBeNull()
})

it('makes a book of takes in the order that was chosen, with their titles', async () => {
  await speak('Another one.')
  services.takes.readSamples = () => Promise.resolve(new Float32Array(SAMPLE_RATE))
  const [second = '', first = ''] = ids()
  for (const id of [second, first, 'gone', 'gone']) store.getState().toggleBookTake(id)
  store.getState().moveBookTake(second, 1)
  store.getState().moveBookTake(second, 1)
  expect(store.getState().bookTakes).toEqual([first, second])
  store.getState().changeBook({ title: 'My: book', author: 'Ada', chapterNames: { [second]: ' The end ' }, gapSeconds: 2 })
  const { fileName } = await store.getState().makeBook()
  expect(fileName).toBe('My book.m4b')
  expect(services.exporter.requests[0]).toMatchObject({
    shape: 'book', gapSeconds: 2, loudness: 'audiobook', parts: [{ title: 'Chapter 1' }, { title: 'The end' }], words: { title: 'My: book', author: 'Ada' },
  })
  store.getState().changeBook({ title: '', form: 'mp3' })
  expect((await store.getState().makeBook()).fileName).toBe('myna-audiobook.zip')
})

it('leaves out of a book what was deleted since it was chosen', async () => {
  await speak('Another one.')
  const [second = '', first = ''] = ids()
  for (const id of [second, first]) store.getState().toggleBookTake(id)
  await store.getState().deleteTake(second)
  store.getState().openBook(true)
  expect(store.getState().bookTakes).toEqual([first])
})

it('takes JPEG and PNG as a cover and nothing else', async () => {
  store.getState().toggleBookTake(ids()[0]!)
  const cover = (...bytes: number[]) => new File([Uint8Array.from(bytes)], 'cover')
  store.getState().changeBook({ title: 'Book', cover: cover(0x47, 0x49) })
  await expect(store.getState().makeBook()).rejects.toEqual(new MynaError('cover-unreadable', 'unknown kind, 2 bytes'))
  expect(store.getState().bookFacts.title).toBe('Book')
  store.getState().changeBook({ cover: cover(0xff, 0xd8, 0xff) })
  await store.getState().makeBook()
  expect(services.exporter.requests[0]?.words.cover?.mimeType).toBe('image/jpeg')
})
