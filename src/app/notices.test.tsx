// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../state/use-app'
import { Notices } from './notices'
import type { Notice } from '../state/app/notices-slice'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

function show(notice: Notice) {
  const store = createFakeAppStore({ notices: [notice] })
  render(
    <AppStoreContext value={store}>
      <Notices />
    </AppStoreContext>,
  )
  return store.getState().dismissNotice
}

it('keeps an error until the person has seen it off', () => {
  const dismiss = show({ id: 7, kind: 'error', error: { code: 'storage-full', detail: '0 bytes left' } })
  act(() => { vi.advanceTimersByTime(60_000) })
  expect(dismiss).not.toHaveBeenCalled()
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('storage-full')
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(dismiss).toHaveBeenCalledWith(7)
})

it('lets good news pass by itself', () => {
  const dismiss = show({ id: 7, kind: 'info', message: 'Ready.' })
  expect(screen.getByRole('status').textContent).toContain('Ready.')
  act(() => { vi.advanceTimersByTime(60_000) })
  expect(dismiss).toHaveBeenCalledWith(7)
})
