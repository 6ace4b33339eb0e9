import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand/vanilla'
import { sampleTake } from '#testing/storage/sample-records'
import { createFakeServices, type FakeServices } from '#testing/state/fake-services'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'

let services: FakeServices
let store: StoreApi<AppState>
const long = sampleTake({ id: 'book', sampleRate: 10, sampleCount: 1200 })

async function open(): Promise<void> {
  store = createAppStore(services)
  await store.getState().start()
}

beforeEach(async () => {
  services = createFakeServices()
  services.kept.takes = [long]
  await open()
})
afterEach(() => { vi.useRealTimers() })

const playing = (positionSeconds: number, durationSeconds = 120) => {
  services.player.change({ phase: 'playing', positionSeconds, durationSeconds, availableSeconds: durationSeconds })
}
const places = () => store.getState().leftOffAt

it('keeps where a long take was left off, over a reload, and goes on there', async () => {
  store.getState().playTake(long, new Float32Array(1200))
  playing(47.5)
  store.getState().stopPlayback()
  expect(places()).toEqual({ book: 47.5 })
  await open()
  expect(places()).toEqual({ book: 47.5 })
  services.takes.readSamples = () => Promise.resolve(new Float32Array(1200))
  await store.getState().hearOn('book')
  expect(services.player.state()).toMatchObject({ phase: 'playing', positionSeconds: 47.5 })
})

it('keeps it every ten seconds while it plays, for a tab that is closed', () => {
  store.getState().playTake(long, new Float32Array(1200))
  playing(20)
  playing(25)
  expect(places()).toEqual({ book: 20 })
  playing(31)
  expect(places()).toEqual({ book: 31 })
})

it.each([
  ['a short take', 20, 59],
  ['the first seconds', 3, 120],
  ['the last seconds', 117, 120],
])('keeps no place in %s', (_, position, duration) => {
  store.getState().playTake(long, new Float32Array(1200))
  playing(position, duration)
  services.player.pause()
  expect(places()).toEqual({})
})

it('forgets the place of a take that was heard to its end', () => {
  store.getState().playTake(long, new Float32Array(1200))
  playing(50)
  services.player.pause()
  services.player.change({ phase: 'ended', positionSeconds: 120 })
  expect(places()).toEqual({})
})

it('notes no place of a sound that is no take', () => {
  store.getState().playSound({ kind: 'prompt', voiceId: 'ada' }, { samples: new Float32Array(9), sampleRate: 10 })
  playing(50)
  services.player.pause()
  expect(places()).toEqual({})
})

it('plays at the speed that was chosen, after a reload, too', async () => {
  store.getState().setPlaybackSpeed(1.5)
  expect(services.player.calls).toContain('speed 1.5')
  services.player.calls.length = 0
  await open()
  expect(store.getState().playbackSpeed).toBe(1.5)
  expect(services.player.calls).toContain('speed 1.5')
})

it('pauses when the sleep timer ends, says so, and not when it was switched off', () => {
  vi.useFakeTimers()
  store.getState().playTake(long, new Float32Array(1200))
  store.getState().setSleepTimer(5)
  store.getState().setSleepTimer(null)
  vi.advanceTimersByTime(6 * 60_000)
  expect(services.player.state().phase).toBe('playing')
  store.getState().setSleepTimer(15)
  expect(store.getState().sleepsAtMs).toBe(Date.now() + 15 * 60_000)
  vi.advanceTimersByTime(15 * 60_000)
  expect(services.player.state().phase).toBe('paused')
  expect(store.getState()).toMatchObject({ sleepsAtMs: null, notices: [{ kind: 'info', message: expect.stringContaining('sleep timer') as string }] })
})
