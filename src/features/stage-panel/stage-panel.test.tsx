// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { EngineDescription } from '../../protocol/engine'
import { createFakeAppStore } from '../../store/testing/fake-app-store'
import { AppStoreContext } from '../../store/use-app'
import { StagePanel } from './stage-panel'

afterEach(cleanup)

const engine: EngineDescription = {
  engineId: 'pocket-tts', packId: 'p', name: 'Pocket TTS', clones: true, languages: ['en'], sampleRate: 24_000, licence: '', credit: '',
  downloadBytes: 0, executionProviders: ['wasm'], maxPromptSeconds: 30,
}

function show(description: EngineDescription) {
  render(
    <AppStoreContext value={createFakeAppStore({ engine: description })}>
      <StagePanel />
    </AppStoreContext>,
  )
  fireEvent.click(screen.getByRole('button', { name: /How it was made/ }))
}

it('has no line about graphs for an engine that runs them in one way only', () => {
  show(engine)
  expect(screen.getByText('Threads')).toBeTruthy()
  expect(screen.queryByText('Graphs')).toBeNull()
})

it('tells which graphs run rewritten', () => {
  show({ ...engine, graphs: 'language model rewritten, decoder as published' })
  expect(screen.getByText('Graphs').nextSibling?.textContent).toBe('language model rewritten, decoder as published')
})
