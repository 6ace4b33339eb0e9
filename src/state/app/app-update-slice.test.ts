import { expect, it } from 'vitest'
import { NO_WANDER } from '../../shared/protocol/inference'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { buzz, createFakeServices } from '#testing/state/fake-services'

const voice = { engineId: 'kokoro', packKey: 'k', format: 1, data: new ArrayBuffer(4), summary: '' } as const

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

const held: readonly Partial<AppState>[] = [
  { guideState: { phase: 'ready', guide: { recording: buzz(2), source: 'microphone', name: '', findings: null } } },
  { mixState: { phase: 'mixed', voiceId: 'ada', otherId: 'bo', share: 0.5, voice, sound: buzz(1) } },
  { designState: { phase: 'designed', voiceId: 'ada', design: { wander: NO_WANDER, timbre: 'own' }, likeness: null, voice, sound: buzz(1) } },
  { openDocument: { title: 'Emma', author: null, language: null, cover: null, chapters: [], isEdited: true } },
  { dubbingState: { phase: 'ready', error: null, dubbing: { name: 'film.srt', filmName: null, seconds: 1, lines: [], isEdited: true } } },
]

it.each(held.map((part) => ({ part, name: Object.keys(part).join() })))('does not take away what is kept nowhere else: $name', ({ part }) => {
  const services = createFakeServices()
  const store = createAppStore(services)
  store.setState(part)
  expect(services.updateEvents.listeners?.canReload()).toBe(false)
})

it('waits for no recording that never came about', () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  store.setState({ recording: { phase: 'failed', error: { code: 'microphone-denied', detail: '' } } })
  expect(services.updateEvents.listeners?.canReload()).toBe(true)
})

it('does not wait for a project, which goes on after the reload', () => {
  const services = createFakeServices()
  const store = createAppStore(services)
  store.setState({ running: ['project', 'project-line'] })
  expect(services.updateEvents.listeners?.canReload()).toBe(true)
  store.setState({ running: ['project', 'export'] })
  expect(services.updateEvents.listeners?.canReload()).toBe(false)
})
