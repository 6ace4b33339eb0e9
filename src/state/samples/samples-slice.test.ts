import { expect, it } from 'vitest'
import { MynaError } from '../../shared/protocol/errors'
import { createFakeServices } from '#testing/state/fake-services'
import { createAppStore } from '../create-app-store'

it('plays a sound that comes with the app, and nothing else at the same time', async () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  await store.getState().playSample('samples/a.mp3')
  expect(store.getState().playback).toEqual({ kind: 'sample', address: 'samples/a.mp3' })
  expect(services.player.calls).toEqual(['unlock', 'stop', 'playTake'])
})

it('lets the sound go that was asked for before', async () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  await Promise.all([store.getState().playSample('samples/a.mp3'), store.getState().playSample('samples/b.mp3')])
  expect(store.getState().playback).toEqual({ kind: 'sample', address: 'samples/b.mp3' })
  expect(services.player.calls.filter((call) => call === 'playTake')).toHaveLength(1)
})

it('says why there is no sound', async () => {
  const services = createFakeServices()
  const store = createAppStore({ ...services, readShipped: () => Promise.reject(new MynaError('playback-failed', 'HTTP 404')) })
  await store.getState().playSample('samples/a.mp3')
  expect(store.getState().notices.map(({ error }) => error)).toEqual([{ code: 'playback-failed', detail: 'HTTP 404' }])
  expect(store.getState().playback).toBeNull()
})
