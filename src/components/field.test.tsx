// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { Field } from './field'

afterEach(cleanup)

const described = (element: HTMLElement) =>
  (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent)

it('ties hint and error to the control and makes it invalid', () => {
  render(
    <Field label="Name" hint="Short." error="Taken.">
      {(control) => <input {...control} />}
    </Field>,
  )
  const input = screen.getByRole('textbox', { name: 'Name' })
  expect(described(input)).toEqual(['Short.', 'Taken.'])
  expect(input.getAttribute('aria-invalid')).toBe('true')
})

it('says nothing about a control that needs no words', () => {
  render(<Field label="Name">{(control) => <input {...control} />}</Field>)
  const input = screen.getByRole('textbox', { name: 'Name' })
  expect(input.hasAttribute('aria-describedby')).toBe(false)
  expect(input.hasAttribute('aria-invalid')).toBe(false)
})
