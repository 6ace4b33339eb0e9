// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { checkPrompt, type PromptFigures, type PromptFinding } from '../../audio/prompt-check'
import type { AppState } from '../../store/app-state'
import { createFakeAppStore } from '../../store/testing/fake-app-store'
import { AppStoreContext } from '../../store/use-app'
import { DraftView } from './draft-view'

afterEach(cleanup)

function show(findings: readonly PromptFinding[] = [], measured: Partial<PromptFigures> = {}): AppState {
  const prompt = { samples: new Float32Array(240_000), sampleRate: 24_000 }
  const figures = { ...checkPrompt(prompt.samples, prompt.sampleRate).figures, ...measured }
  const draft = { prompt, source: 'microphone', name: 'Voice 1', startSeconds: 2, endSeconds: 8, figures, findings } as const
  const store = createFakeAppStore({ recording: { phase: 'draft', draft } })
  render(
    <AppStoreContext value={store}>
      <DraftView />
    </AppStoreContext>,
  )
  return store.getState()
}

const save = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save voice' })
const agree = () => fireEvent.click(screen.getByRole('checkbox', { name: /^This is my voice/ }))

it('cannot be saved before somebody agreed, and then under the name that was typed', () => {
  const { saveDraft } = show()
  expect(save().disabled).toBe(true)
  agree()
  fireEvent.change(screen.getByRole('textbox', { name: 'Name of this voice' }), { target: { value: 'Ada' } })
  fireEvent.click(save())
  expect(saveDraft).toHaveBeenCalledWith('Ada', true)
})

it('refuses with the reason, even if somebody agrees', () => {
  show([{ severity: 'refuse', code: 'too-short', message: 'Only 0.4 seconds of speech.' }])
  agree()
  expect(save().disabled).toBe(true)
  const alert = screen.getByRole('alert')
  expect(alert.dataset['errorCode']).toBe('prompt-too-short')
  expect(alert.textContent).toContain('Only 0.4 seconds of speech.')
})

it('warns without standing in the way', () => {
  show([{ severity: 'warn', code: 'clipping', message: 'Overdriven.' }])
  agree()
  expect(save().disabled).toBe(false)
  expect(screen.getByRole('status').textContent).toContain('Too loud')
})

it('is trimmed by two sliders that say where they stand', () => {
  const { trimDraft } = show()
  const start = screen.getByRole('slider', { name: 'Start of the part' })
  expect(start.getAttribute('aria-valuetext')).toBe('2 s')
  fireEvent.change(start, { target: { value: '3' } })
  expect(trimDraft).toHaveBeenLastCalledWith(3, 8)
  fireEvent.change(screen.getByRole('slider', { name: 'End of the part' }), { target: { value: '9' } })
  expect(trimDraft).toHaveBeenLastCalledWith(2, 9)
})

it('says that a recording is good, and what would make it better', () => {
  show([], { speechSeconds: 3.2, snrDb: 40 })
  const { textContent } = screen.getByRole('status')
  expect(textContent).toContain('3.2 s of speech with a quiet background')
  expect(textContent).toContain('Five seconds or more')
})

it('does not praise what it warns of', () => {
  show([{ severity: 'warn', code: 'noisy', message: 'Noise.' }])
  expect(screen.getByRole('status').textContent).not.toContain('Good recording')
})
