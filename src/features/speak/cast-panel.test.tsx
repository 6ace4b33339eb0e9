// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { PLAIN_PROSODY } from '../../shared/protocol/script'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testVoice } from '#testing/state/fake-services'
import { CastPanel } from './cast-panel'

afterEach(cleanup)

const SCRIPT = 'Anna: Hello.\nBen: Fine.\nAnna: Bye.'
const cast = { isOn: true, roles: [{ name: 'Ben', voiceId: 'berta', prosody: PLAIN_PROSODY }], gapSeconds: null }

function show(text: string, state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ voices: [testVoice('ada', 'Ada'), testVoice('berta', 'Berta')], ...state })
  render(<AppStoreContext value={store}><CastPanel text={text} /></AppStoreContext>)
  return store.getState()
}

const open = () => { fireEvent.click(screen.getByRole('button', { name: 'Who speaks' })) }
const select = (name: RegExp) => screen.getByRole<HTMLSelectElement>('combobox', { name })

it('is not there for a text that names nobody', () => {
  show('Just a text: nothing else.')
  expect(document.body.textContent).toBe('')
})

it('asks before anybody gets a voice', () => {
  const { setCast } = show(SCRIPT)
  expect(document.body.textContent).toContain('Anna, Ben: give each a voice')
  open()
  expect(screen.queryByRole('combobox')).toBeNull()
  fireEvent.click(screen.getByRole('checkbox'))
  expect(setCast).toHaveBeenCalledWith({ isOn: true })
})

it('shows who has which voice, and changes it', () => {
  const { setRole, setCast } = show(SCRIPT, { cast })
  open()
  expect(select(/^Ben/).value).toBe('berta')
  expect(select(/^Anna, 2 times/).value).toBe('')
  fireEvent.change(select(/^Anna/), { target: { value: 'ada' } })
  fireEvent.change(select(/^Ben/), { target: { value: '' } })
  fireEvent.change(select(/^Narrator/), { target: { value: 'berta' } })
  expect(setRole).toHaveBeenCalledWith('Anna', 'ada')
  expect(setRole).toHaveBeenCalledWith('Ben', null)
  expect(setRole).toHaveBeenCalledWith('', 'berta')
  fireEvent.change(select(/^Gap/), { target: { value: '0.6' } })
  expect(setCast).toHaveBeenCalledWith({ gapSeconds: 0.6 })
})

it('shows the narrator’s where a voice was deleted', () => {
  show(SCRIPT, { cast, voices: [testVoice('ada', 'Ada')] })
  open()
  expect(select(/^Ben/).value).toBe('')
})
