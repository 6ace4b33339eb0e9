// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testPack } from '#testing/state/fake-services'
import { sampleTake } from '#testing/storage/sample-records'
import { AppStoreContext } from '../../state/use-app'
import { Words } from './words'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <Words />
    </AppStoreContext>,
  )
  return store.getState()
}

const textbox = () => screen.getByRole('textbox', { name: 'Text to speak' })

it('says at once why a text cannot be spoken, at the text itself', () => {
  show({ text: '🎉🎉', language: 'en-US' })
  expect(textbox().getAttribute('aria-invalid')).toBe('true')
  expect(document.body.textContent).toContain('There are no words in this text')
})

it('does not scold an empty field', () => {
  show({ text: '  ' })
  expect(textbox().hasAttribute('aria-invalid')).toBe(false)
})

it('counts characters as a person does', () => {
  show({ text: 'né 🎉' })
  expect(document.body.textContent).toContain('4 of 100,000')
})

it('tells which sentence of a mixed text will be read in the wrong language, and says so of no other', () => {
  show({ text: 'Hello there. Das ist aber nicht der Fall.', language: 'en-GB' })
  expect(document.body.textContent).toContain('“Das ist aber nicht der Fall.” looks like German. It will be read as if it were British English.')
  cleanup()
  show({ text: 'Das ist aber nicht der Fall.', language: 'de' })
  expect(document.body.textContent).not.toContain('looks like')
})

it('says how long a long text will be, and how long it takes to make once that is known', () => {
  const text = 'word '.repeat(18_000)
  const packs = { packs: [packStatus('ready')], selectedPackId: 'starter' }
  show({ text, ...packs })
  expect(document.body.textContent).toContain('This is about 1 h 40 min of speech. Each sentence is kept as soon as it is made.')
  cleanup()
  const take = sampleTake({ packId: 'starter' })
  show({ text, ...packs, takes: [take] })
  expect(document.body.textContent).toContain('of speech, made in about 50 min on this device.')
  cleanup()
  show({ text: 'Hello.', ...packs, takes: [take] })
  expect(document.body.textContent).not.toContain('of speech')
})

it('speaks on Ctrl or Cmd with Enter, and only then', () => {
  const { speak } = show({ text: 'Hello.' })
  fireEvent.keyDown(textbox(), { key: 'Enter' })
  expect(speak).not.toHaveBeenCalled()
  fireEvent.keyDown(textbox(), { key: 'Enter', ctrlKey: true })
  fireEvent.keyDown(textbox(), { key: 'Enter', metaKey: true })
  expect(speak).toHaveBeenCalledTimes(2)
})

it('offers an example as long as nothing of one’s own would be lost', () => {
  const { setText } = show({ language: 'en-US' })
  fireEvent.click(screen.getByRole('button', { name: 'Use an example' }))
  const example = vi.mocked(setText).mock.lastCall?.[0] ?? ''
  cleanup()
  show({ language: 'en-US', text: example })
  fireEvent.click(screen.getByRole('button', { name: 'Another example' }))
  cleanup()
  show({ language: 'en-US', text: `${example} And more.` })
  expect(screen.queryByRole('button', { name: /example/ })).toBeNull()
})

it('asks for the language only where there is a choice', () => {
  show({ packs: [packStatus('ready', { ...testPack, languages: ['de'] })], selectedPackId: 'starter', language: 'de' })
  expect(screen.queryByRole('combobox', { name: 'Language' })).toBeNull()
  cleanup()
  const { setLanguage } = show({ packs: [packStatus('ready')], selectedPackId: 'starter', language: 'en-US' })
  fireEvent.change(screen.getByRole('combobox', { name: 'Language' }), { target: { value: 'en-GB' } })
  expect(setLanguage).toHaveBeenCalledWith('en-GB')
})
