// @vitest-environment happy-dom
import { cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MarkedText, MarkRemarks } from './marked-text'
import { pasteSsml } from './ssml-paste'

afterEach(cleanup)

it('draws a chip behind each mark, hidden from whoever has the text read', () => {
  const { container } = render(<MarkedText text="One [pause 1s] [foo: bar]">{(field) => <textarea {...field} aria-label="Text" defaultValue="x" />}</MarkedText>)
  expect([...container.querySelectorAll('mark')].map((mark) => [mark.textContent, mark.dataset['kind']])).toEqual([['[pause 1s]', 'pause'], ['[foo: bar]', 'unknown']])
  expect(container.querySelector('[aria-hidden]')?.textContent).toContain('One [pause 1s] [foo: bar]')
  expect(screen.getByRole('textbox', { name: 'Text' })).toBeTruthy()
})

it('draws nothing behind a text without marks', () => {
  const { container } = render(<MarkedText text="One [two]">{(field) => <textarea {...field} aria-label="Text" />}</MarkedText>)
  expect(container.querySelector('[aria-hidden]')).toBeNull()
})

it('says which marks are not heeded, each once', () => {
  render(<MarkRemarks text="[foo: bar] [laughs] [pace: 9] [foo: bar] [pace: 1.2]ok[/pace]" />)
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    '[foo: bar] is no mark that Myna knows. It is not spoken.',
    '[laughs] asks for a sound that no engine here makes. It is not spoken.',
    '[pace: 9] has a value that Myna does not know. It is not spoken.',
  ])
})

it('counts what is left to say', () => {
  const { rerender } = render(<MarkRemarks text="[ab: x] [bc: x] [cd: x] [de: x]" />)
  expect(screen.getAllByRole('listitem').at(-1)?.textContent).toBe('One more is not spoken either.')
  rerender(<MarkRemarks text="[ab: x] [bc: x] [cd: x] [de: x] [ef: x]" />)
  expect(screen.getAllByRole('listitem').at(-1)?.textContent).toBe('2 more are not spoken either.')
})

it('pastes SSML as marks in the place of what is selected, and leaves other text to the browser', () => {
  const onChange = vi.fn()
  render(<textarea aria-label="Text" defaultValue="A old B" onPaste={(event) => { pasteSsml(event, onChange) }} />)
  const field = screen.getByRole<HTMLTextAreaElement>('textbox')
  field.setSelectionRange(2, 5)
  const paste = (text: string) => {
    const event = createEvent.paste(field, { clipboardData: { getData: () => text } })
    fireEvent(field, event)
    return event.defaultPrevented
  }
  expect(paste('plain <b>words</b>')).toBe(false)
  expect(paste('<speak>new<break time="1s"/></speak>')).toBe(true)
  expect(onChange).toHaveBeenCalledExactlyOnceWith('A new [pause 1s] B')
})
