import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, packStatus, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>

/** A tab that speaks the first `made` of `planned` sentences and then is closed: nothing of it happens any more. */
async function closedInMidReading(made: number, planned: number): Promise<void> {
  services = createFakeServices()
  const closed = createAppStore(services)
  await closed.getState().start()
  closed.getState().setText('A long text.')
  await closed.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(planned, made)
  await expect.poll(() => services.kept.pieces).toHaveLength(made)
  // Only what was kept is left.
  services.inference.requests = []
}

async function reopened(): Promise<void> {
  store = createAppStore(services)
  await store.getState().start()
}

const offered = () => store.getState().unfinished
const noticed = () => store.getState().notices.map(({ error }) => error?.code)
const idOfOnly = () => offered()[0]!.reading.facts.id

describe('a reading that a closed tab left behind', () => {
  beforeEach(async () => {
    await closedInMidReading(2, 3)
    await reopened()
    await expect.poll(() => offered()).toHaveLength(1)
  })

  it('is offered with what is there of it, and is no take yet', () => {
    expect(offered()[0]).toMatchObject({ doneCount: 2, reading: { facts: { text: 'A long text.', voiceId: 'ada' }, plan: ['x', 'x', 'x'] } })
    expect(store.getState().takes).toEqual([])
  })

  it('continues with the same words, voice, settings and seed, from the first missing sentence', async () => {
    const { settings } = offered()[0]!.reading.facts
    store.getState().setText('Other words.')
    store.getState().setSettings({ seed: 99, speed: 2 })
    void store.getState().continueReading(idOfOnly())
    await expect.poll(() => services.inference.requests).toHaveLength(1)
    expect(services.inference.requests[0]).toMatchObject({ passages: [{ text: 'A long text.' }], settings, chunks: { from: 2, to: 3 }, plan: ['x', 'x', 'x'] })
    expect(services.player.given()).toHaveLength(2 * SAMPLE_RATE)
    expect(store.getState().speakState).toMatchObject({ phase: 'speaking', chunkIndex: 2 })
    expect(offered()).toEqual([])
    expect(store.getState().text).toBe('Other words.')
  })

  it('is begun once where Continue is pressed twice', async () => {
    const id = idOfOnly()
    void store.getState().continueReading(id)
    void store.getState().continueReading(id)
    await expect.poll(() => services.inference.requests).toHaveLength(1)
    expect(offered()).toEqual([])
  })

  it('ends as one take whose figures tell of both visits', async () => {
    const before = services.kept.pieces[1]!.wallMs
    void store.getState().continueReading(idOfOnly())
    await expect.poll(() => services.inference.requests).toHaveLength(1)
    services.inference.sendChunks(3, 3, 2)
    services.inference.finish(SAMPLE_RATE, 500)
    await expect.poll(() => services.kept.takes).toHaveLength(1)
    const [take] = services.kept.takes
    expect(take).toMatchObject({ complete: true, sampleCount: 3 * SAMPLE_RATE })
    expect(take?.figures.wallMs).toBeCloseTo(before + 500, 6)
    expect(take?.sentences?.map(({ endSample }) => endSample)).toEqual([1, 2, 3].map((second) => second * SAMPLE_RATE))
    expect(services.kept.open).toEqual([])
    expect(offered()).toEqual([])
  })

  it('is offered again when continuing fails before anything new was said', async () => {
    services.inference.wantsLoadHeld = true
    void store.getState().continueReading(idOfOnly())
    await expect.poll(() => services.inference.holdLoad).not.toBeNull()
    services.inference.holdLoad?.reject(new MynaError('out-of-memory', 'x'))
    await expect.poll(() => offered()).toHaveLength(1)
    expect(store.getState().speakState).toMatchObject({ phase: 'failed', error: { code: 'out-of-memory' } })
    expect(services.kept.takes).toEqual([])
  })

  it('is not continued in another engine’s files', async () => {
    const loaded = services.inference.loaded()
    services.inference.load = () => Promise.resolve({ ...loaded, packKey: 'newer-key' })
    await store.getState().continueReading(idOfOnly())
    expect(store.getState().speakState).toMatchObject({ phase: 'failed', error: { code: 'reading-changed' } })
    expect(offered()).toHaveLength(1)
  })

  it('is not continued in another voice of the same name', async () => {
    services.kept.voices = [{ ...testVoice('ada'), promptSha256: 'other' }]
    await store.getState().refreshVoices()
    await store.getState().continueReading(idOfOnly())
    expect(noticed()).toEqual(['reading-changed'])
    expect(offered()).toHaveLength(1)
  })

  it('waits for its engine where that has to be fetched again', async () => {
    services.packs.statuses = [packStatus('absent')]
    services.packs.report(packStatus('absent'))
    store.getState().acceptLicence('starter')
    await store.getState().continueReading(idOfOnly())
    expect(store.getState().speakState).toEqual({ phase: 'awaiting-pack', packId: 'starter' })
    services.packs.report(packStatus('ready'))
    await expect.poll(() => services.inference.requests).toHaveLength(1)
  })

  it('becomes an incomplete take where the person wants to keep what is there', async () => {
    await store.getState().keepUnfinished(idOfOnly())
    expect(services.kept.takes).toMatchObject([{ complete: false, sampleCount: 2 * SAMPLE_RATE, text: 'A long text.' }])
    expect(store.getState().takes).toEqual(services.kept.takes)
    expect(offered()).toEqual([])
  })

  it('stays offered when it cannot be kept', async () => {
    services.disk.failure = new MynaError('storage-full', 'no space')
    await store.getState().keepUnfinished(idOfOnly())
    expect(noticed()).toEqual(['storage-full'])
    expect(offered()).toHaveLength(1)
  })

  it('is deleted with its sound', async () => {
    await store.getState().deleteUnfinished(idOfOnly())
    expect(services.kept).toMatchObject({ open: [], pieces: [], takes: [] })
    expect(offered()).toEqual([])
  })
})

it('leaves what another tab is making alone until that tab lets go of it', async () => {
  await closedInMidReading(2, 3)
  let letGo: () => void = () => undefined
  services.openReadings.claim = () => new Promise((resolve) => { letGo = () => { resolve(() => undefined) } })
  await reopened()
  await expect.poll(() => store.getState().ready).toBe(true)
  expect(offered()).toEqual([])
  letGo()
  await expect.poll(() => offered()).toHaveLength(1)
})

it('offers nothing of a reading that the other tab finished', async () => {
  await closedInMidReading(2, 3)
  services.openReadings.claim = () => {
    services.kept.open = []
    return Promise.resolve(() => undefined)
  }
  const countPieces = vi.spyOn(services.openReadings, 'countPieces')
  await reopened()
  await expect.poll(() => countPieces).toHaveBeenCalledOnce()
  await Promise.resolve()
  expect(offered()).toEqual([])
})

it('forgets a reading of which no sentence was finished', async () => {
  await closedInMidReading(0, 3)
  await reopened()
  await expect.poll(() => services.kept.open).toEqual([])
  expect(offered()).toEqual([])
})

it('makes a take of a reading that only lacked its end', async () => {
  await closedInMidReading(3, 3)
  await reopened()
  await expect.poll(() => store.getState().takes).toMatchObject([{ complete: true, sampleCount: 3 * SAMPLE_RATE }])
  expect(offered()).toEqual([])
})

it('continues a reading in the middle of which the worker crashed', async () => {
  await closedInMidReading(0, 3)
  services.kept.open = []
  await reopened()
  store.getState().setText('A long text.')
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(3, 2)
  services.inference.crash()
  await expect.poll(() => offered()).toMatchObject([{ doneCount: 2 }])
  services.inference.requests = []
  void store.getState().continueReading(idOfOnly())
  await expect.poll(() => services.inference.requests).toMatchObject([{ chunks: { from: 2, to: 3 } }])
  services.inference.sendChunks(3, 3, 2)
  services.inference.finish(SAMPLE_RATE, 500)
  await expect.poll(() => services.kept.takes).toMatchObject([{ complete: true, sampleCount: 3 * SAMPLE_RATE }])
  expect(offered()).toEqual([])
})
