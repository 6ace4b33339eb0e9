// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { StorageReport } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { StoragePage } from './storage-page'

afterEach(cleanup)

const report: StorageReport = {
  voicesBytes: 300_000,
  voicesCount: 2,
  takesBytes: 5_000_000,
  takesCount: 7,
  projectsBytes: 800_000,
  projectsCount: 3,
  votesCount: 5,
  modelsBytes: 92_400_000,
  partialDownloadsBytes: 1_500_000,
  compiledBytes: 90_000_000,
  usedBytes: 100_000_000,
  quotaBytes: 2_000_000_000,
  keeps: true, keepsModels: true,
  persisted: false,
}

function show(storage: StorageReport | null, state: Partial<AppState> = {}) {
  const store = createFakeAppStore({ storage, ...state })
  render(
    <AppStoreContext value={store}>
      <StoragePage />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('says plainly that nothing lasts where the browser gives no storage', async () => {
  show(null)
  expect(await screen.findByText('The browser will not keep anything for this page')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

it('says so where the browser does not tell how much room there is', () => {
  show({ ...report, usedBytes: null, quotaBytes: null })
  expect(screen.getByText('The browser does not say how much room there is.')).toBeTruthy()
})

it('looks again when it is opened, and shows counts, sizes and room', () => {
  const { refreshStorage } = show(report)
  expect(refreshStorage).toHaveBeenCalledOnce()
  for (const words of ['2 (300 kB)', '7 (5 MB)', '92.4 MB', '1.5 MB']) expect(screen.getByText(words)).toBeTruthy()
  expect(screen.getByText(/100 MB of 2 GB .* \(5%\)/)).toBeTruthy()
})

it('erases nothing before the word is typed', () => {
  const { eraseAll } = show(report)
  press('Erase everything')
  const dialog = within(screen.getByRole('dialog', { name: 'Erase everything?' }))
  const confirm = dialog.getByRole<HTMLButtonElement>('button', { name: 'Erase everything' })
  fireEvent.click(confirm)
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'eras' } })
  fireEvent.click(confirm)
  expect(eraseAll).not.toHaveBeenCalled()
  fireEvent.change(dialog.getByRole('textbox'), { target: { value: 'Erase' } })
  fireEvent.click(confirm)
  expect(eraseAll).toHaveBeenCalledOnce()
})

it('forgets the typed word when the person thinks again', () => {
  show(report)
  press('Erase everything')
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'erase' } })
  press('Cancel')
  press('Erase everything')
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('')
})

it('deletes all readings when confirmed, then looks again', async () => {
  const { deleteAllTakes, refreshStorage } = show(report)
  press('Delete all takes')
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete all takes' }))
  expect(deleteAllTakes).toHaveBeenCalledOnce()
  await expect.poll(() => refreshStorage).toHaveBeenCalledTimes(2)
})

it('offers to free unfinished downloads only where there are some', () => {
  const { freePartialDownloads } = show(report)
  press('Delete unfinished downloads')
  expect(freePartialDownloads).toHaveBeenCalledOnce()
  cleanup()
  show({ ...report, partialDownloadsBytes: 0 })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Delete unfinished downloads' }).disabled).toBe(true)
})

it('offers to erase what was compiled for the GPU only where there is something', () => {
  const { freeCompiledGraphs } = show(report)
  press('Delete what was compiled')
  expect(freeCompiledGraphs).toHaveBeenCalledOnce()
  cleanup()
  show({ ...report, compiledBytes: 0 })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Delete what was compiled' }).disabled).toBe(true)
})

it('says when the browser did not agree to keep the data', async () => {
  const { askPersist } = show(report)
  press('Ask the browser to keep it')
  expect(askPersist).toHaveBeenCalledOnce()
  expect(await screen.findByText(/did not agree/)).toBeTruthy()
})

it('does not ask again once the browser has promised', () => {
  show({ ...report, persisted: true })
  expect(screen.queryByRole('button', { name: 'Ask the browser to keep it' })).toBeNull()
  expect(screen.getByText(/has promised/)).toBeTruthy()
})

it('deletes all votes when confirmed, then looks again', async () => {
  const { deleteVotes, refreshStorage } = show(report)
  press('Delete all votes')
  expect(deleteVotes).not.toHaveBeenCalled()
  fireEvent.click(within(screen.getByRole('dialog', { name: 'Delete all 5 votes?' })).getByRole('button', { name: 'Delete all votes' }))
  expect(deleteVotes).toHaveBeenCalledOnce()
  await expect.poll(() => refreshStorage).toHaveBeenCalledTimes(2)
})
