// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { SavedVoice } from '../../shared/protocol/records'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testVoice } from '#testing/state/fake-services'
import { AppStoreContext } from '../../state/use-app'
import { LearnVoice } from './learn-voice'

afterEach(cleanup)

function show(state: Partial<AppState> = {}, changes: Partial<SavedVoice> = {}): AppState {
  const store = createFakeAppStore({ packs: [packStatus('ready')], selectedPackId: 'starter', selectedVoiceId: 'ada', ...state })
  render(
    <AppStoreContext value={store}>
      <LearnVoice voice={{ ...testVoice('ada'), ...changes }} />
    </AppStoreContext>,
  )
  return store.getState()
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('the offer to learn a voice', () => {
  it.each([
    ['for an engine that is not on this device', { packs: [packStatus('absent')] }],
    ['for a voice that is not the chosen one', { selectedVoiceId: 'bob' }],
  ] satisfies [string, Partial<AppState>][])('is not made %s', (_when, state) => {
    show(state)
    expect(document.body.textContent).toBe('')
  })

  it('begins the lesson, and remembers that every voice is to be learned', () => {
    const { learnVoice, setLearnsSavedVoices } = show()
    press('Let Myna learn this voice')
    expect(learnVoice).toHaveBeenCalledExactlyOnceWith('ada')
    fireEvent.click(screen.getByRole('checkbox', { name: 'Learn every voice that I save' }))
    expect(setLearnsSavedVoices).toHaveBeenCalledExactlyOnceWith(true)
  })

  it('says before that it takes longer where there is one processor', () => {
    show({ threads: 1 })
    expect(document.body.textContent).toContain('several minutes')
    cleanup()
    show({ threads: 2 })
    expect(document.body.textContent).toContain('a minute or two')
  })
})

describe('what is asked before', () => {
  it('is the words, which are kept before the lesson begins', async () => {
    const { editTranscript, learnVoice } = show({ learnState: { phase: 'asking', voiceId: 'ada', needsWords: true, doubts: [] } })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Learn with these words' }).disabled).toBe(true)
    fireEvent.change(screen.getByRole('textbox', { name: 'What is said in the recording?' }), { target: { value: 'Ask not' } })
    press('Learn with these words')
    expect(editTranscript).toHaveBeenCalledExactlyOnceWith('ada', 'Ask not')
    await waitFor(() => { expect(learnVoice).toHaveBeenCalledExactlyOnceWith('ada') })
  })

  it('is whether to learn from a recording that is not good, with what is the matter', () => {
    const { learnVoice } = show({ learnState: { phase: 'asking', voiceId: 'ada', needsWords: false, doubts: ['noisy', 'short'] } })
    expect(screen.getByRole('status').textContent).toContain('there is noise behind the voice and there are less than five seconds of speech')
    press('Learn gently')
    expect(learnVoice).toHaveBeenCalledExactlyOnceWith('ada', true)
  })
})

describe('a lesson', () => {
  const learning = { phase: 'learning', voiceId: 'ada', progress: { fraction: 0.5, label: 'Learning this voice' }, secondsLeft: 41, canBeHeard: true } as const

  it('shows how far it is and how long it takes, can be heard, paused and cancelled', () => {
    const { hearLearning, pauseLearning, cancelLearning } = show({ learnState: learning, selectedVoiceId: 'bob' })
    expect(screen.getByRole('progressbar', { name: 'Learning this voice' })).toBeTruthy()
    expect(screen.getByText('about 40 s left')).toBeTruthy()
    press('Hear it so far')
    press('Pause')
    press('Cancel learning')
    expect([hearLearning, pauseLearning, cancelLearning].map((action) => (action as { mock?: { calls: unknown[] } }).mock?.calls.length)).toEqual([1, 1, 1])
  })

  it('that waits goes on', () => {
    const { learnVoice } = show({ waitingLessons: { ada: 0.4 } })
    expect(document.body.textContent).toContain('40 % is done')
    press('Go on learning')
    expect(learnVoice).toHaveBeenCalledExactlyOnceWith('ada', true)
  })

  it('says why it failed, and can be begun again', () => {
    show({ learnState: { phase: 'failed', voiceId: 'ada', error: { code: 'words-mismatch', detail: '' } } })
    expect(screen.getByRole('alert').textContent).toContain('not the words of the recording')
    expect(screen.getByRole('button', { name: 'Let Myna learn this voice' })).toBeTruthy()
  })
})

describe('a voice that was learned', () => {
  const voice = { engineId: 'kokoro', packKey: '', format: 2, data: new ArrayBuffer(0), summary: '' } as const
  const learned = { voice, learnedAt: '2026-01-02T03:04:05.000Z', inUse: true }

  it('is one click away from the voice as it was', () => {
    const { useLearned } = show({ learnState: { phase: 'learned', voiceId: 'ada', isNearer: true } }, { learned })
    expect(screen.getByRole('status').textContent).toContain('nearer to its recording')
    press('Speak as before')
    expect(useLearned).toHaveBeenCalledExactlyOnceWith('ada', false)
    cleanup()
    const back = show({}, { learned: { ...learned, inUse: false } })
    press('Speak as learned')
    expect(back.useLearned).toHaveBeenCalledExactlyOnceWith('ada', true)
  })

  it('says when nothing was better', () => {
    show({ learnState: { phase: 'learned', voiceId: 'ada', isNearer: false } })
    expect(screen.getByRole('status').textContent).toContain('stays as it was')
  })
})
