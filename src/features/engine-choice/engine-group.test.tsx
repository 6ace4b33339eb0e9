// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { DEFAULT_SPEAK_SETTINGS } from '../../shared/protocol/engine'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testPack } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { EngineGroup } from './engine-group'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): HTMLElement {
  const packs = [packStatus('ready', { ...testPack, id: 'finch', name: 'Finch', engine: 'kokoro' })]
  const store = createFakeAppStore({ packs, selectedPackId: 'finch', executionProvider: 'automatic', ...state })
  const { container } = render(
    <AppStoreContext value={store}>
      <EngineGroup settings={<p>All settings</p>} facts={<p>All facts</p>} />
    </AppStoreContext>,
  )
  return container
}

it('is closed at first and says which engine is chosen', () => {
  expect(show().textContent).toBe('Engine and settingsFinch')
  fireEvent.click(screen.getByRole('button', { name: 'Engine and settings' }))
  expect(screen.getByRole('combobox', { name: 'Engine' })).toBeTruthy()
  expect(screen.getByText('All settings')).toBeTruthy()
  expect(screen.getByText('All facts')).toBeTruthy()
})

it('names what was chosen differently from usual', () => {
  const settings = { ...DEFAULT_SPEAK_SETTINGS, seed: 7, speed: 1.25 }
  const { textContent } = show({ executionProvider: 'wasm', threads: 2, seedPinned: true, bestOf: 3, settings })
  expect(textContent).toContain('Finch · CPU · 2 threads · pace 1.25× · seed 7 · best of 3')
})
