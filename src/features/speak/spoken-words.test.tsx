// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { SpokenWords } from './spoken-words'

afterEach(cleanup)

const heading = 'What will be said'

it.each(['Plain words.', '“It’s fine…”', ''])('says nothing where the words are those written: %j', async (text) => {
  const { rerender } = render(<SpokenWords text="5" language="en-US" />)
  await screen.findByRole('button', { name: heading })
  rerender(<SpokenWords text={text} language="en-US" />)
  expect(screen.queryByRole('button', { name: heading })).toBeNull()
})

it('stays folded until it is asked for', async () => {
  render(<SpokenWords text="Dr. Lee is 42." language="en-US" />)
  const button = await screen.findByRole('button', { name: heading })
  expect(document.body.textContent).not.toContain('Doctor')
  fireEvent.click(button)
  expect(document.body.textContent).toContain('Doctor Lee is forty-two.')
})

it('shows where a pause was asked for', async () => {
  render(<SpokenWords text="One [pause 2s] two" language="en-US" />)
  fireEvent.click(await screen.findByRole('button', { name: heading }))
  expect(document.body.textContent).toContain('One (pause of 2 s)')
})

it('follows the language', async () => {
  const { rerender } = render(<SpokenWords text="10/12/2025" language="en-US" />)
  fireEvent.click(await screen.findByRole('button', { name: heading }))
  expect(document.body.textContent).toContain('October twelfth')
  rerender(<SpokenWords text="10/12/2025" language="de" />)
  expect(await screen.findByRole('button', { name: heading })).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: heading }))
  expect(document.body.textContent).not.toContain('October')
})
