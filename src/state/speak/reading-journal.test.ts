import { beforeEach, expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { sampleOpenReading, sampleTake } from '#testing/storage/sample-records'
import { createReadingJournal } from './reading-journal'
import { createFakeServices, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let problems: string[]
beforeEach(() => {
  services = createFakeServices()
  problems = []
})

const spent = { wallMs: 5, stages: [] }
const audio = (chunkIndex: number, samples: readonly number[], endsChunk = true) =>
  ({ type: 'audio', chunkIndex, samples: Float32Array.from(samples), endsChunk }) as const
const journalOf = (id: string) => createReadingJournal(services, id, [], ({ code }) => problems.push(code))

it('says once that the disk is full, continues in memory, and keeps the whole if there is room at the end', async () => {
  const journal = journalOf('a')
  journal.begin(sampleOpenReading('a'))
  journal.take(audio(0, [1, 2]), spent)
  await new Promise((resolve) => setTimeout(resolve))
  services.disk.failure = new MynaError('storage-full')
  journal.take(audio(1, [3]), spent)
  journal.take(audio(2, [4]), spent)
  await new Promise((resolve) => setTimeout(resolve))
  services.disk.failure = null
  expect(await journal.close(sampleTake({ id: 'a' }), spent)).toBe(true)
  expect(problems).toEqual(['storage-full'])
  expect(services.kept.savedSamples.get('a')).toEqual(Float32Array.of(1, 2, 3, 4))
})

it('keeps nothing and says so once when the disk stays full', async () => {
  services.disk.failure = new MynaError('storage-full')
  const journal = journalOf('a')
  journal.begin(sampleOpenReading('a'))
  journal.take(audio(0, [1]), spent)
  expect(await journal.close(sampleTake({ id: 'a' }), spent)).toBe(false)
  expect(problems).toEqual(['storage-full'])
  expect(journal.parts()).toEqual([Float32Array.of(1)])
})

it('keeps nothing of a reading whose record was erased in another tab, and says so once', async () => {
  const journal = journalOf('a')
  journal.begin(sampleOpenReading('a'))
  journal.take(audio(0, [1, 2]), spent)
  await new Promise((resolve) => setTimeout(resolve))
  await services.storage.eraseAll()
  journal.take(audio(1, [3]), spent)
  journal.take(audio(2, [4]), spent)
  expect(await journal.close(sampleTake({ id: 'a' }), spent)).toBe(false)
  expect(problems).toEqual(['record-missing'])
  expect(services.kept).toMatchObject({ takes: [], open: [], pieces: [] })
})

it('writes a sentence once it is whole, and what there is of the last one at the end', async () => {
  const journal = journalOf('a')
  journal.begin(sampleOpenReading('a'))
  journal.take(audio(0, [1], false), spent)
  journal.take(audio(0, [2, 3]), spent)
  journal.take(audio(1, [4], false), spent)
  expect(journal.lengths()).toEqual([3, 1])
  await new Promise((resolve) => setTimeout(resolve))
  expect(services.kept.pieces).toEqual([{ takeId: 'a', index: 0, samples: Float32Array.of(1, 2, 3), ...spent }])
  await journal.close(sampleTake({ id: 'a' }), spent)
  expect(services.kept.pieces.map(({ index, samples }) => [index, ...samples])).toEqual([[0, 1, 2, 3], [1, 4]])
  expect(services.kept.takes).toEqual([sampleTake({ id: 'a' })])
})

it('holds its reading until it is a take, or nothing', async () => {
  let held = 0
  services.openReadings.claim = () => {
    held += 1
    return Promise.resolve(() => { held -= 1 })
  }
  const [kept, dropped] = [journalOf('a'), journalOf('b')]
  kept.begin(sampleOpenReading('a'))
  dropped.begin(sampleOpenReading('b'))
  await new Promise((resolve) => setTimeout(resolve))
  expect(held).toBe(2)
  await kept.close(sampleTake({ id: 'a' }), spent)
  await dropped.abandon()
  expect([held, services.kept.open]).toEqual([0, []])
})

it('leaves a continued reading as it was when nothing was added', async () => {
  const reading = sampleOpenReading('a')
  services.kept.open = [reading]
  const piece = { takeId: 'a', index: 0, samples: Float32Array.of(1), ...spent }
  await createReadingJournal(services, 'a', [piece], ({ code }) => problems.push(code)).abandon()
  expect(services.kept.open).toEqual([reading])
})

it('leaves a reading open that has whole sentences and misses others, without what is not whole', async () => {
  let held = false
  services.openReadings.claim = () => {
    held = true
    return Promise.resolve(() => { held = false })
  }
  const journal = journalOf('a')
  journal.begin(sampleOpenReading('a'))
  journal.take(audio(0, [1, 2]), spent)
  journal.take(audio(1, [3], false), spent)
  expect(await journal.leaveOpen(3)).toBe(true)
  expect(held).toBe(false)
  expect(services.kept.open).toEqual([sampleOpenReading('a')])
  expect(services.kept.pieces.map(({ samples }) => [...samples])).toEqual([[1, 2]])
})

it.each([
  ['no sentence is whole', [audio(0, [1], false)], null],
  ['all are', [audio(0, [1]), audio(1, [2])], null],
  ['they could not be kept', [audio(0, [1])], new MynaError('storage-full')],
])('leaves nothing open where %s', async (_, sounds, failure) => {
  const journal = journalOf('a')
  services.disk.failure = failure
  journal.begin(sampleOpenReading('a'))
  for (const sound of sounds) journal.take(sound, spent)
  expect(await journal.leaveOpen(2)).toBe(false)
})
