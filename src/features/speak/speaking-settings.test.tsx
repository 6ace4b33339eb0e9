// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testPack } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { SpeakingSettings } from './speaking-settings'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'gpu')
})

function show(engine: 'kokoro' | 'pocket-tts'): AppState {
  const store = createFakeAppStore({ packs: [packStatus('ready', { ...testPack, engine })], selectedPackId: testPack.id })
  render(
    <AppStoreContext value={store}>
      <SpeakingSettings />
    </AppStoreContext>,
  )
  return store.getState()
}

const sliders = () => screen.queryAllByRole('slider').map((slider) => slider.previousElementSibling?.textContent)

it('shows only what the engine listens to', () => {
  show('kokoro')
  expect(sliders()).toEqual(['Pace1.00×', 'Pitch0 semitones', 'Loudness0 dB'])
  cleanup()
  show('pocket-tts')
  expect(sliders()).toEqual(['Pace1.00×', 'Pitch0 semitones', 'Loudness0 dB', 'Temperature0.30', 'Flow steps1'])
})

it('says everything higher and louder where that is asked for', () => {
  const { setSettings } = show('kokoro')
  fireEvent.change(screen.getByRole('slider', { name: /^Pitch/ }), { target: { value: '-2.5' } })
  expect(setSettings).toHaveBeenLastCalledWith({ pitchSemitones: -2.5 })
  fireEvent.change(screen.getByRole('slider', { name: /^Loudness/ }), { target: { value: '3' } })
  expect(setSettings).toHaveBeenLastCalledWith({ gainDb: 3 })
})

it('speaks at the temperature that the model recommends until somebody chooses another', () => {
  const { setSettings } = show('pocket-tts')
  const follows = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Use the temperature that the model recommends' })
  expect(follows.checked).toBe(true)
  fireEvent.change(screen.getByRole('slider', { name: /^Temperature/ }), { target: { value: '0.5' } })
  expect(setSettings).toHaveBeenLastCalledWith({ temperature: 0.5 })
  fireEvent.click(follows)
  expect(setSettings).toHaveBeenLastCalledWith({ temperature: 0.3 })
})

it('offers the GPU only where it can be used, and says why not', () => {
  const gpu = () => screen.getByRole<HTMLOptionElement>('option', { name: 'GPU (WebGPU)' })
  show('pocket-tts')
  expect(gpu().disabled).toBe(true)
  expect(screen.getByText(/browser cannot/)).toBeTruthy()
  cleanup()

  Object.defineProperty(navigator, 'gpu', { value: {}, configurable: true })
  show('pocket-tts')
  expect(gpu().disabled).toBe(false)
  expect(screen.getByText(/right and faster/)).toBeTruthy()
  cleanup()
  show('kokoro')
  expect(gpu().disabled).toBe(false)
})

it.each(['automatic', 'wasm', 'webgpu'])('leaves the choice of the processor to people: %s', (choice) => {
  Object.defineProperty(navigator, 'gpu', { value: {}, configurable: true })
  const { setRuntime } = show('pocket-tts')
  fireEvent.change(screen.getByRole('combobox', { name: 'Compute with' }), { target: { value: choice } })
  expect(setRuntime).toHaveBeenCalledWith(choice, 0)
})

it('takes a typed seed and keeps it from being rolled away', () => {
  const { setSettings, setSeedPinned } = show('kokoro')
  fireEvent.change(screen.getByRole('spinbutton', { name: 'Seed' }), { target: { value: '4294967295' } })
  expect(setSettings).toHaveBeenCalledWith({ seed: 4294967295 })
  expect(setSeedPinned).toHaveBeenCalledWith(true)
})

it.each(['-1', '4294967296', '1.5', ''])('does not take "%s" for a seed', (value) => {
  const { setSettings } = show('kokoro')
  fireEvent.change(screen.getByRole('spinbutton', { name: 'Seed' }), { target: { value } })
  expect(setSettings).not.toHaveBeenCalled()
})
