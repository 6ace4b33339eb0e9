// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { EngineDescription } from '../../shared/protocol/engine'
import { sampleVoice } from '#testing/storage/sample-records'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { MixVoice } from './mix-voice'

afterEach(cleanup)

const anna = sampleVoice({ id: 'anna', name: 'Anna' })
const bert = sampleVoice({ id: 'bert', name: 'Bert' })
const engine = { packId: 'starter', mixes: true } as EngineDescription

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ engine, selectedPackId: 'starter', voices: [anna, bert], ...state })
  render(
    <AppStoreContext value={store}>
      <MixVoice voice={anna} />
    </AppStoreContext>,
  )
  return store.getState()
}

const open = () => fireEvent.click(screen.getByRole('button', { name: 'Mix Anna with another voice' }))

it.each([
  ['where the engine cannot', { engine: { ...engine, mixes: false } }],
  ['before an engine has spoken', { engine: null }],
  ['once another engine is chosen', { selectedPackId: 'pocket' }],
  ['where there is no other voice', { voices: [anna] }],
] satisfies [string, Partial<AppState>][])('offers nothing %s', (_when, state) => {
  show(state)
  expect(document.body.textContent).toBe('')
})

it('mixes with the share that was chosen, which it says in words', () => {
  const { mixVoices } = show()
  open()
  fireEvent.change(screen.getByRole('slider', { name: 'Share of the other voice' }), { target: { value: '30' } })
  expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('30 % Bert, 70 % Anna')
  fireEvent.click(screen.getByRole('button', { name: 'Hear the mixture' }))
  expect(mixVoices).toHaveBeenCalledExactlyOnceWith({ voiceId: 'anna', otherId: 'bert', share: 0.3 })
})

const mixture = { voiceId: 'anna', otherId: 'bert', share: 0.5 }

it('can be stopped, and says why it failed', () => {
  const { stopMixing } = show({ mixState: { phase: 'mixing', progress: { fraction: 0.5, label: 'Mixing the voices' }, ...mixture } })
  open()
  fireEvent.click(screen.getByRole('button', { name: 'Stop mixing' }))
  expect(stopMixing).toHaveBeenCalledOnce()
  cleanup()
  show({ mixState: { phase: 'failed', error: { code: 'out-of-memory', detail: '' }, ...mixture } })
  open()
  expect(screen.getByRole('alert')).toBeTruthy()
})

it('keeps what was heard under a name, and nothing else', () => {
  const voice = { engineId: 'kokoro', packKey: 'k', format: 2, data: new ArrayBuffer(0), summary: '' } as const
  const sound = { samples: new Float32Array(1), sampleRate: 24_000 }
  const { saveMixture } = show({ mixState: { phase: 'mixed', voice, sound, ...mixture } })
  open()
  const name = screen.getByRole('textbox', { name: 'Name of the mixture' })
  expect((name as HTMLInputElement).value).toBe('Anna and Bert')
  fireEvent.change(name, { target: { value: ' ' } })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save as a new voice' }).disabled).toBe(true)
  fireEvent.change(name, { target: { value: 'Both ' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save as a new voice' }))
  fireEvent.submit(screen.getByRole('button', { name: 'Save as a new voice' }))
  expect(saveMixture).toHaveBeenCalledExactlyOnceWith('Both')
  fireEvent.change(screen.getByRole('slider'), { target: { value: '80' } })
  expect(screen.queryByRole('textbox', { name: 'Name of the mixture' })).toBeNull()
})
