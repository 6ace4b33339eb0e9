// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Button } from './button'
import { Menu } from './menu'

afterEach(cleanup)

const opener = () => screen.getByRole('button', { name: 'Download' })

function show(): { readonly onChoose: () => void } {
  const onChoose = vi.fn()
  render(
    <>
      <Menu label="Download" icon="download">
        <Button onClick={onChoose}>Sound</Button>
      </Menu>
      <button type="button">Elsewhere</button>
    </>,
  )
  return { onChoose }
}

it('keeps what it offers out of the way until it is asked', () => {
  show()
  expect(screen.queryByRole('button', { name: 'Sound' })).toBeNull()
  fireEvent.click(opener())
  expect(opener().getAttribute('aria-expanded')).toBe('true')
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Sound' }))
})

it('closes after a choice and gives the focus back', () => {
  const { onChoose } = show()
  fireEvent.click(opener())
  fireEvent.click(screen.getByRole('button', { name: 'Sound' }))
  expect(onChoose).toHaveBeenCalledOnce()
  expect(screen.queryByRole('button', { name: 'Sound' })).toBeNull()
  expect(document.activeElement).toBe(opener())
})

it('closes on Escape and gives the focus back', () => {
  show()
  fireEvent.click(opener())
  fireEvent.keyDown(screen.getByRole('button', { name: 'Sound' }), { key: 'Escape' })
  expect(screen.queryByRole('button', { name: 'Sound' })).toBeNull()
  expect(document.activeElement).toBe(opener())
})

it('closes on a press elsewhere, and where the focus goes elsewhere', () => {
  show()
  fireEvent.click(opener())
  fireEvent.pointerDown(document.body)
  expect(opener().getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(opener())
  fireEvent.blur(screen.getByRole('button', { name: 'Sound' }), { relatedTarget: screen.getByRole('button', { name: 'Elsewhere' }) })
  expect(opener().getAttribute('aria-expanded')).toBe('false')
})
