// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { sampleOpenReading } from '#testing/storage/sample-records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { UnfinishedReadings } from './unfinished-readings'

afterEach(cleanup)

function show(): AppState {
  const reading = { ...sampleOpenReading('a'), plan: ['One.', 'Two.', 'Three.'] }
  const store = createFakeAppStore({ unfinished: [{ reading, doneCount: 1 }] })
  render(
    <AppStoreContext value={store}>
      <UnfinishedReadings />
    </AppStoreContext>,
  )
  return store.getState()
}

it('offers to continue from the first missing sentence, and says whose voice and which words it is about', () => {
  const { continueReading } = show()
  expect(screen.getByRole('status').textContent).toContain('“Hello there.”, spoken by Ada.')
  fireEvent.click(screen.getByRole('button', { name: 'Continue from sentence 2 of 3' }))
  expect(continueReading).toHaveBeenCalledExactlyOnceWith('a')
})

it('offers to keep what is there', () => {
  const { keepUnfinished } = show()
  fireEvent.click(screen.getByRole('button', { name: 'Keep what is there' }))
  expect(keepUnfinished).toHaveBeenCalledExactlyOnceWith('a')
})

it('asks before it deletes', () => {
  const { deleteUnfinished } = show()
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }))
  expect(deleteUnfinished).not.toHaveBeenCalled()
  expect(screen.getByRole('dialog').textContent).toContain('One spoken sentence will be lost for good.')
  fireEvent.click(screen.getByRole('button', { name: 'Delete reading' }))
  expect(deleteUnfinished).toHaveBeenCalledExactlyOnceWith('a')
})
