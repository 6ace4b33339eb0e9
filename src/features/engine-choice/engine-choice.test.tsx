// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { ModelPack, PackStatus } from '../../shared/protocol/model-pack'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testPack } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { EngineChoice } from './engine-choice'

afterEach(cleanup)

const status = (change: Partial<ModelPack>): PackStatus => ({
  pack: { ...testPack, ...change },
  totalBytes: 1,
  state: { phase: 'absent', receivedBytes: 0 },
})

function offered(packs: readonly PackStatus[]): (string | null)[] {
  render(
    <AppStoreContext value={createFakeAppStore({ packs, selectedPackId: 'finch' })}>
      <EngineChoice />
    </AppStoreContext>,
  )
  return screen.getAllByRole('option').map((option) => option.textContent)
}

it('does not offer a model that only listens', () => {
  expect(offered([status({ id: 'finch', name: 'Finch' }), status({ id: 'owl', name: 'Owl', engine: 'whisper' })])).toEqual(['Finch'])
})
