// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { buzz, packStatus, testPack } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { SayLike } from './say-like'

afterEach(cleanup)

function show(state: Partial<AppState> = {}): AppState {
  const store = createFakeAppStore({ packs: [packStatus('ready')], selectedPackId: 'starter', selectedVoiceId: 'ada', ...state })
  render(
    <AppStoreContext value={store}>
      <SayLike />
    </AppStoreContext>,
  )
  press('Say it like a recording')
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const ready = (changes: Partial<AppState> = {}): Partial<AppState> =>
  ({ guideState: { phase: 'ready', guide: { recording: buzz(4), source: 'file', name: 'acted.m4a', findings: null } }, guideWords: 'Ask not.', ...changes })

describe('say it like a recording', () => {
  it('records or takes a file, and gives up', () => {
    const { recordGuide } = show()
    press('Record how to say it')
    expect(recordGuide).toHaveBeenCalledOnce()
    cleanup()
    const { openGuide } = show()
    fireEvent.change(screen.getByLabelText('Recording to follow'), { target: { files: [new File(['x'], 'x.wav')] } })
    expect(openGuide).toHaveBeenCalledOnce()
    cleanup()
    const { dropGuide } = show({ guideState: { phase: 'decoding', fileName: 'x.wav', fraction: 0.5 } })
    press('Cancel')
    expect(dropGuide).toHaveBeenCalledOnce()
  })

  it('says plainly that another engine cannot', () => {
    show({ packs: [packStatus('ready', { ...testPack, engine: 'pocket-tts', name: 'Pocket TTS' })], ...ready() })
    expect(document.body.textContent).toContain('Pocket TTS cannot follow a recording')
    expect(screen.queryByRole('button', { name: 'Say it like this' })).toBeNull()
  })

  it('speaks once there are words and consent, and says that the recording is not kept', () => {
    const { sayLikeGuide } = show(ready())
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Say it like this' })
    expect(button.disabled).toBe(true)
    fireEvent.click(screen.getByRole('checkbox', { name: /agreed to this use/ }))
    expect(button.disabled).toBe(false)
    fireEvent.click(button)
    expect(sayLikeGuide).toHaveBeenCalledExactlyOnceWith(true)
    expect(document.body.textContent).toContain('kept nowhere')
  })

  it('does not speak without words, nor like silence', () => {
    show(ready({ guideWords: ' ' }))
    fireEvent.click(screen.getByRole('checkbox'))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Say it like this' }).disabled).toBe(true)
    cleanup()
    show({ guideState: { phase: 'ready', guide: { recording: buzz(4), source: 'microphone', name: '', findings: ['silent'] } }, guideWords: 'Ask not.' })
    fireEvent.click(screen.getByRole('checkbox'))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Say it like this' }).disabled).toBe(true)
    expect(document.body.textContent).toContain('Nobody was heard speaking')
  })

  it('takes a person’s word for the words', () => {
    const { sayLikeGuide } = show(ready({ speakState: { phase: 'failed', error: { code: 'guide-mismatch', detail: 'not' } } }))
    fireEvent.click(screen.getByRole('checkbox'))
    press('These are its words: say it anyway')
    expect(sayLikeGuide).toHaveBeenCalledExactlyOnceWith(true, true)
  })
})
