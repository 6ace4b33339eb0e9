// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { sampleTake } from '#testing/storage/sample-records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { silentPlayer } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { ComparePage } from './compare-page'

afterEach(cleanup)

const takes = [sampleTake({ id: 'one', voiceName: 'Ada' }), sampleTake({ id: 'two', voiceName: 'Bob', engineName: 'Pocket' })]
const compared = ['one', 'two']

function show(state: Partial<AppState> = {}) {
  const store = createFakeAppStore({ takes, compared, ...state })
  render(
    <AppStoreContext value={store}>
      <ComparePage />
    </AppStoreContext>,
  )
  return store
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const page = () => document.body.textContent

it('sends people without two takes to the history', () => {
  show({ compared: ['one'] })
  expect(screen.getByRole('link', { name: 'Choose two in the history' }).getAttribute('href')).toBe('#/history')
  expect(screen.queryByRole('button', { name: 'Play A' })).toBeNull()
})

it('shows the figures of both beside each other', () => {
  const sampleCount = 120_000
  show({ takes: [{ ...takes[0]!, sampleCount, toldLikeness: 1 }, { ...takes[1]!, sampleCount, check: { packId: 'w', sentences: [] } }] })
  expect(screen.getByRole('row', { name: /^Words Not checked\. Every word was heard as written\.$/ })).toBeTruthy()
  expect(screen.getByRole('row', { name: /^Voice .*recording of Ada are as close as two.* Not measured\.$/ })).toBeTruthy()
})

it('plays a side and says which one sounds', () => {
  const { playCompared } = show({ playback: { kind: 'comparison', side: 'b' }, player: { ...silentPlayer, phase: 'playing', positionSeconds: 2, durationSeconds: 5 } }).getState()
  expect(screen.getAllByRole('button', { name: /^Play/ }).map((button) => button.getAttribute('aria-pressed'))).toEqual(['false', 'true'])
  expect(screen.getByText('0:02 of 0:05')).toBeTruthy()
  press('Play A')
  expect(playCompared).toHaveBeenCalledExactlyOnceWith('a')
})

describe('a blind comparison', () => {
  it('gives no name, no figure and no text away that only one of them has', () => {
    show({ blind: true, takes: [takes[0]!, { ...takes[1]!, text: 'Something else.' }] })
    expect(page()).not.toMatch(/Ada|Bob|Pocket|Kokoro|Something else|Hello there/)
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('takes a verdict', () => {
    const { vote } = show({ blind: true }).getState()
    press('No difference')
    expect(vote).toHaveBeenCalledExactlyOnceWith('equal')
  })

  it('shows what they were after the verdict, and moves the focus there', () => {
    const store = show({ blind: true, swapped: true })
    store.setState({ verdict: 'a' })
    return screen.findByText(/^You preferred A: Pocket, Bob\./).then((outcome) => {
      expect(document.activeElement).toBe(outcome)
      expect(screen.getByRole('table')).toBeTruthy()
      press('Hide and shuffle again')
      expect(store.getState().compareAgain).toHaveBeenCalledOnce()
    })
  })
})

it('counts the votes for each engine, voice and setting', () => {
  const side = (engineName: string) => ({ engineName, voiceName: 'Ada', setting: 'pace 1×' })
  show({ votes: [{ id: 'v', createdAt: '', sides: [side('Starter'), side('Pocket')], preferred: 1 }] })
  expect(screen.getByRole('row', { name: 'Pocket, Ada, pace 1× 1 0 1' })).toBeTruthy()
  expect(screen.getByRole('row', { name: 'Starter, Ada, pace 1× 0 0 1' })).toBeTruthy()
})
