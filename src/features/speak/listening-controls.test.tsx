// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { silentPlayer } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { ListeningControls } from './listening-controls'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <ListeningControls takeId="a" />
    </AppStoreContext>,
  )
  return store.getState()
}
const long = { player: { ...silentPlayer, durationSeconds: 90 } }

it('changes the speed', () => {
  const { setPlaybackSpeed } = show({ playbackSpeed: 1.25 })
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Listening speed' })
  expect(select.value).toBe('1.25')
  fireEvent.change(select, { target: { value: '2' } })
  expect(setPlaybackSpeed).toHaveBeenCalledWith(2)
})

it('offers a sleep timer for long readings only', () => {
  show()
  expect(screen.queryByRole('combobox', { name: 'Sleep timer' })).toBeNull()
  cleanup()
  const { setSleepTimer } = show(long)
  fireEvent.change(screen.getByRole('combobox', { name: 'Sleep timer' }), { target: { value: '15' } })
  expect(setSleepTimer).toHaveBeenCalledWith(15)
})

it('says when a running sleep timer pauses, and can switch it off', () => {
  const { setSleepTimer } = show({ ...long, sleepsAtMs: new Date(2026, 1, 3, 22, 5).getTime() })
  const select = screen.getByRole('combobox', { name: 'Sleep timer' })
  expect(screen.getByRole('option', { name: 'Pauses at 22:05', selected: true })).toBeTruthy()
  fireEvent.change(select, { target: { value: 'off' } })
  expect(setSleepTimer).toHaveBeenCalledWith(null)
})

it('goes on where a take was left off, while it does not play', () => {
  const { hearOn } = show({ leftOffAt: { a: 221 } })
  fireEvent.click(screen.getByRole('button', { name: 'Go on at 3:41' }))
  expect(hearOn).toHaveBeenCalledWith('a')
  cleanup()
  show({ leftOffAt: { a: 221 }, currentTakeId: 'a', player: { ...silentPlayer, phase: 'playing' } })
  expect(screen.queryByRole('button')).toBeNull()
})
