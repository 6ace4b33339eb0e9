import { expect, it } from 'vitest'
import { createFakeServices } from '#testing/state/fake-services'
import { createAppStore } from '../create-app-store'

async function started() {
  const services = createFakeServices({ pack: 'absent' })
  const store = createAppStore(services)
  await store.getState().start()
  return { services, store }
}

it('measures a device once, and remembers it', async () => {
  const { services, store } = await started()
  await store.getState().measureDeviceSpeed()
  await store.getState().measureDeviceSpeed()
  expect(services.inference.measured).toBe(1)
  expect(store.getState().deviceSpeed).toEqual({ rounded: 20e9, float: 24e9 })
  expect(services.kept.settings.get('deviceSpeed')).toEqual({ rounded: 20e9, float: 24e9 })
})

it('tries again another time where it could not be measured, and troubles nobody with it', async () => {
  const { services, store } = await started()
  services.inference.speed = null
  await store.getState().measureDeviceSpeed()
  expect([store.getState().deviceSpeed, store.getState().notices]).toEqual([null, []])
  services.inference.speed = { rounded: 1e9, float: 1e9 }
  await store.getState().measureDeviceSpeed()
  expect(store.getState().deviceSpeed).toEqual({ rounded: 1e9, float: 1e9 })
})
