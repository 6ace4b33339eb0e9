// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { EngineDescription, StageTiming } from '../../shared/protocol/engine'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { StagePanel } from './stage-panel'

afterEach(cleanup)

const engine: EngineDescription = {
  engineId: 'pocket-tts', packId: 'p', name: 'Pocket TTS', clones: true, languages: ['en'], sampleRate: 24_000, licence: '', credit: '',
  downloadBytes: 0, executionProviders: ['wasm'], streams: true, maxPromptSeconds: 30,
}

function show(description: EngineDescription, liveStages: readonly StageTiming[] = []) {
  render(
    <AppStoreContext value={createFakeAppStore({ engine: description, liveStages })}>
      <StagePanel />
    </AppStoreContext>,
  )
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

it('says that the times of stages do not add up where they work side by side', () => {
  const stages = [{ stage: 'lm-flow', totalMs: 900, calls: 50, frames: 50 }, { stage: 'decode', totalMs: 800, calls: 14, frames: 50 }] as const
  show(engine, stages)
  expect(screen.getByRole('table', { name: /side by side: then the whole takes less than their sum/ })).toBeTruthy()
})
