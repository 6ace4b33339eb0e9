import { expect, it } from 'vitest'
import { createAppStore } from '../create-app-store'
import { createFakeServices } from '#testing/state/fake-services'

it('keeps an update waiting while something sounds, and applies it afterwards', () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  services.updateEvents.listeners?.onUpdateReady()
  expect(store.getState().updateReady).toBe(true)

  services.player.change({ phase: 'playing' })
  expect(services.updateEvents.listeners?.canReload()).toBe(false)
  store.getState().applyUpdate()
  expect(services.updateEvents.applied).toBe(0)

  services.player.change({ phase: 'ended' })
  store.getState().applyUpdate()
  expect(services.updateEvents.applied).toBe(1)
})

it('does not reload a page on which somebody records', () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  store.setState({ recording: { phase: 'asking' } })
  expect(services.updateEvents.listeners?.canReload()).toBe(false)
})

it('does not wait for a project, which goes on after the reload', () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  store.setState({ running: ['project', 'project-line'] })
  expect(services.updateEvents.listeners?.canReload()).toBe(true)
  store.setState({ running: ['project', 'export'] })
  expect(services.updateEvents.listeners?.canReload()).toBe(false)
})
