// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { Words } from './words'

afterEach(cleanup)

function show(state: Partial<AppState>): AppState {
  const store = createFakeAppStore(state)
  render(
    <AppStoreContext value={store}>
      <Words />
    </AppStoreContext>,
  )
  return store.getState()
}

const code = 'Run this:\n```python\nprint(1)\n```\nThat was all.'
const choice = () => screen.queryByRole('checkbox', { name: 'Leave out the blocks of code' })

it('says which words will be left out', () => {
  show({ text: 'Tokyo (東京) and Moscow (Москва) are big.', language: 'en-US' })
  expect(document.body.textContent).toContain('Left out, because American English has no letters for them: 東京, Москва.')
})

it('names a few of many', () => {
  show({ text: `There are many of them here: ${'абвгдеж'.split('').map((letter) => `${letter}${letter} word another`).join(' ')}`, language: 'en-US' })
  expect(document.body.textContent).toContain('аа, бб, вв, гг, дд and 2 more.')
})

it('says nothing where all can be read', () => {
  show({ text: 'Zoë ate 5 crêpes.', language: 'en-US' })
  expect(document.body.textContent).not.toContain('Left out')
})

it('offers to leave out code, only where there is some', () => {
  const { setLeavesOutCode } = show({ text: code, language: 'en-US' })
  fireEvent.click(choice()!)
  expect(setLeavesOutCode).toHaveBeenCalledWith(true)
  cleanup()
  show({ text: 'No code.', language: 'en-US' })
  expect(choice()).toBeNull()
})

it('says that nothing is left where all was code', () => {
  show({ text: '```\nx\n```', language: 'en-US', leavesOutCode: true })
  expect(document.body.textContent).toContain('Leave out the blocks of code')
  expect(screen.getByRole('textbox', { name: 'Text to speak' }).getAttribute('aria-invalid')).toBe('true')
})
