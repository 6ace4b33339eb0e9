import { beforeEach, expect, it, vi } from 'vitest'
import type { StoreApi } from 'zustand'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, SAMPLE_RATE, type FakeServices } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>
let takeId: string

beforeEach(async () => {
  services = createFakeServices()
  store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('Once more, please.')
  await store.getState().speak()
  await expect.poll(() => services.inference.requests).toHaveLength(1)
  services.inference.sendChunks(1, 1)
  services.inference.finish(SAMPLE_RATE, 500)
  await expect.poll(() => services.kept.takes).toHaveLength(1)
  takeId = store.getState().currentTakeId ?? ''
})

const noticed = () => store.getState().notices.map(({ error }) => error?.code)

it('makes a take again from its own text, voice, settings and seed, whatever stands in the fields now', async () => {
  store.getState().setText('Something else.')
  store.getState().setSettings({ seed: 1, speed: 2 })
  await store.getState().regenerateTake(takeId)
  await expect.poll(() => services.inference.requests).toHaveLength(2)
  const [first, second] = services.inference.requests.map(({ passages, language, settings, voices: [voice] }) => ({ passages, language, settings, packKey: voice?.packKey }))
  expect(second).toEqual(first)
  expect(store.getState().text).toBe('Something else.')
})

it('says that a take cannot be made again without its voice', async () => {
  await store.getState().deleteVoice('ada')
  await store.getState().regenerateTake(takeId)
  expect(noticed()).toEqual(['record-missing'])
  expect(services.inference.requests).toHaveLength(1)
})

it('replays the newest take from memory', async () => {
  await store.getState().replayTake(takeId)
  expect(services.player.calls.at(-1)).toBe('playTake')
  expect(store.getState().playback).toEqual({ kind: 'take', takeId })
})

it('moves nothing else where a take can no longer be heard', async () => {
  const sought = vi.spyOn(services.player, 'seek')
  await store.getState().hearFrom('gone', 1)
  expect(noticed()).toEqual(['record-missing'])
  expect(sought).not.toHaveBeenCalled()
})

it('says that a deleted take is gone', async () => {
  await store.getState().deleteTake(takeId)
  await store.getState().replayTake(takeId)
  expect(noticed()).toEqual(['record-missing'])
})

it('describes a take completely', async () => {
  const { blob, fileName } = store.getState().takeDetails(takeId)
  expect(fileName).toMatch(/^myna-\d{4}-\d\d-\d\d-\d{4}\.json$/)
  const details = JSON.parse(await blob.text()) as Record<string, unknown>
  expect(details).toMatchObject({
    format: 'myna-take',
    generated: true,
    text: 'Once more, please.',
    voiceName: 'ada',
    settings: services.inference.requests[0]?.settings,
    figures: { audioSeconds: 1, rtf: 0.5, ttfaMs: 123 },
  })
})
