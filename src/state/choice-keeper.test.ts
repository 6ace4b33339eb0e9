import { expect, it } from 'vitest'
import { MynaError } from '../shared/protocol/errors'
import { createAppStore } from './create-app-store'
import { createFakeServices } from '#testing/state/fake-services'

const kept = { text: 'A long draft.', language: 'en-US', leavesOutCode: false }

it('writes nothing over what could not be read', async () => {
  const services = createFakeServices()
  services.kept.settings.set('draft', kept)
  let isHeld = true
  const read = services.settings.read.bind(services.settings)
  services.settings.read = (key) => (isHeld ? Promise.reject(new MynaError('busy-elsewhere', 'another tab holds an old version open')) : read(key))
  const store = createAppStore(services)
  await store.getState().start()
  store.getState().setText('H')
  expect(services.kept.settings.get('draft')).toEqual(kept)
  expect(services.kept.settings.has('choices')).toBe(false)
  isHeld = false
  const reloaded = createAppStore(services)
  await reloaded.getState().start()
  expect(reloaded.getState().text).toBe('A long draft.')
  reloaded.getState().setText('Another one.')
  expect(services.kept.settings.get('draft')).toMatchObject({ text: 'Another one.' })
})
