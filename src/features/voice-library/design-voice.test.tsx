// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { EngineDescription } from '../../shared/protocol/engine'
import { NO_WANDER } from '../../shared/protocol/inference'
import { buzz } from '#testing/state/fake-services'
import { sampleVoice } from '#testing/storage/sample-records'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { DesignVoice } from './design-voice'

afterEach(cleanup)

const anna = sampleVoice({ id: 'anna', name: 'Anna' })
const engine = { packId: 'starter', mixes: true } as EngineDescription

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ engine, selectedPackId: 'starter', voices: [anna], ...state })
  render(
    <AppStoreContext value={store}>
      <DesignVoice voice={anna} />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('offers nothing where the engine cannot', () => {
  show({ engine: { ...engine, mixes: false } })
  expect(document.body.textContent).toBe('')
})

it('designs as the sliders say, which say it in words', () => {
  const { designVoice } = show()
  press('Design a voice from Anna')
  const slider = screen.getByRole('slider', { name: /^Younger or older/ })
  expect(slider.getAttribute('aria-valuetext')).toBe('as it is')
  fireEvent.change(slider, { target: { value: '-0.25' } })
  expect(slider.getAttribute('aria-valuetext')).toBe('a bit younger')
  press('Hear it')
  expect(designVoice).toHaveBeenLastCalledWith({ voiceId: 'anna', design: { wander: { ...NO_WANDER, older: -0.25 }, timbre: 'own' } })
  press('Another timbre')
  press('Hide whose voice it is')
  expect(designVoice).toHaveBeenLastCalledWith({ voiceId: 'anna', design: { wander: { ...NO_WANDER, older: -0.25 }, timbre: 'hidden' } })
})

it('keeps what was heard, and says what hiding is worth', () => {
  const voice = { engineId: 'kokoro', packKey: 'k', format: 2, data: new ArrayBuffer(4), summary: '' } as const
  const { saveDesign } = show({ designState: { phase: 'designed', voiceId: 'anna', design: { wander: NO_WANDER, timbre: 'hidden' }, likeness: 0.1, voice, sound: buzz(1) } })
  press('Design a voice from Anna')
  expect(screen.getByRole('status').textContent).toContain('may still recognise')
  const name = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of the new voice' })
  expect(name.value).toBe('A hidden voice')
  fireEvent.change(name, { target: { value: 'Nobody' } })
  press('Save as a new voice')
  expect(saveDesign).toHaveBeenCalledWith('Nobody')
  fireEvent.change(screen.getByRole('slider', { name: /^Younger or older/ }), { target: { value: '0.5' } })
  expect(screen.queryByRole('button', { name: 'Save as a new voice' })).toBeNull()
})
