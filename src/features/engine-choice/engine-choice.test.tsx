// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testPack } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { EngineChoice } from './engine-choice'

afterEach(cleanup)

const status = (change: Partial<ModelPack>, phase: 'absent' | 'ready' = 'absent'): PackStatus => ({
  pack: { ...testPack, ...change },
  totalBytes: 1,
  state: { phase, receivedBytes: phase === 'ready' ? 1 : 0 },
})
const mirror = { id: 'finch-2', name: 'Finch again', mirrorOf: 'finch' }

function offered(packs: readonly PackStatus[], selectedPackId = 'finch'): (string | null)[] {
  render(
    <AppStoreContext value={createFakeAppStore({ packs, selectedPackId })}>
      <EngineChoice />
    </AppStoreContext>,
  )
  return screen.getAllByRole('option').map((option) => option.textContent)
}

it('offers the same model by another publisher only where somebody fetched or chose it', () => {
  const finch = status({ id: 'finch', name: 'Finch' })
  expect(offered([finch, status(mirror)])).toEqual(['Finch'])
  cleanup()
  expect(offered([finch, status(mirror, 'ready')])).toEqual(['Finch', 'Finch again'])
  cleanup()
  expect(offered([finch, status(mirror)], 'finch-2')).toEqual(['Finch', 'Finch again'])
})

it('does not offer a model that only listens', () => {
  expect(offered([status({ id: 'finch', name: 'Finch' }), status({ id: 'owl', name: 'Owl', engine: 'whisper' })])).toEqual(['Finch'])
})
