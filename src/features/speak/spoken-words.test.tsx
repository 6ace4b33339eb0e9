// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactElement } from 'react'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { AppState } from '../../state/app-state'
import { loadNormaliser } from '../../shared/text/normaliser/normaliser'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { SpokenWords } from './spoken-words'

afterEach(cleanup)

// On a busy machine the first look at a language's rules takes longer than a test waits.
beforeAll(() => Promise.all(['en-US', 'de'].map(loadNormaliser)))

const heading = 'What will be said'

function inApp(words: ReactElement, state: Partial<AppState> = {}): ReactElement {
  return <AppStoreContext value={createFakeAppStore(state)}>{words}</AppStoreContext>
}

it.each(['Plain words.', '“It’s fine…”', ''])('says nothing where the words are those written: %j', async (text) => {
  const { rerender } = render(inApp(<SpokenWords text="5" language="en-US" />))
  await screen.findByRole('button', { name: heading })
  rerender(inApp(<SpokenWords text={text} language="en-US" />))
  await waitFor(() => { expect(screen.queryByRole('button', { name: heading })).toBeNull() })
})

it('shows only the first words of a long text, which would hold back typing', async () => {
  const line = 'Chapter 5 begins here and ends there.\n'
  render(inApp(<SpokenWords text={line.repeat(2000)} language="en-US" />))
  const button = await screen.findByRole('button', { name: heading })
  expect(document.body.textContent).toContain('The first words.')
  fireEvent.click(button)
  const shown = document.body.textContent
  expect(shown).toContain('Chapter five begins')
  expect(shown.length).toBeLessThan(6000)
})

it('stays folded until it is asked for', async () => {
  render(inApp(<SpokenWords text="Dr. Lee is 42." language="en-US" />))
  const button = await screen.findByRole('button', { name: heading })
  expect(document.body.textContent).not.toContain('Doctor')
  fireEvent.click(button)
  expect(document.body.textContent).toContain('Doctor Lee is forty-two.')
})

it('shows where a pause was asked for', async () => {
  render(inApp(<SpokenWords text="One [pause 2s] two" language="en-US" />))
  fireEvent.click(await screen.findByRole('button', { name: heading }))
  expect(document.body.textContent).toContain('One (pause of 2 s)')
})

it('follows the language', async () => {
  const { rerender } = render(inApp(<SpokenWords text="10/12/2025" language="en-US" />))
  fireEvent.click(await screen.findByRole('button', { name: heading }))
  expect(document.body.textContent).toContain('October twelfth')
  rerender(inApp(<SpokenWords text="10/12/2025" language="de" />))
  expect(await screen.findByRole('button', { name: heading })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: heading }))
  expect(document.body.textContent).not.toContain('October')
})

it('shows the person\'s own pronunciations', async () => {
  const pronunciations = [{ written: 'Siobhan', spoken: 'Shivawn', language: 'en' }]
  render(inApp(<SpokenWords text="Ask Siobhan." language="en-GB" />, { pronunciations }))
  fireEvent.click(await screen.findByRole('button', { name: heading }))
  expect(document.body.textContent).toContain('Ask Shivawn.')
})
