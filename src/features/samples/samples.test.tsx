// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { silentPlayer } from '#testing/state/fake-services'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { Samples } from './samples'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <Samples />
    </AppStoreContext>,
  )
  return store.getState()
}

it('plays only sounds that come with the app', () => {
  const { playSample } = show()
  for (const button of screen.getAllByRole('button')) fireEvent.click(button)
  const addresses = vi.mocked(playSample).mock.calls.map(([address]) => address)
  expect(new Set(addresses).size).toBe(4)
  for (const address of addresses) expect(readFileSync(`public/${address}`).length).toBeGreaterThan(10_000)
})

it('quiets the one that sounds', () => {
  const { stopPlayback, playSample } = show({
    playback: { kind: 'sample', address: 'samples/kennedy-myna.mp3' },
    player: { ...silentPlayer, phase: 'playing' },
  })
  fireEvent.click(screen.getByRole('button', { name: /^Stop playing what Myna made/ }))
  expect(stopPlayback).toHaveBeenCalledOnce()
  expect(playSample).not.toHaveBeenCalled()
})

it('does not pass for what it is not', () => {
  show()
  expect(document.body.textContent).toContain('does not clone')
})
