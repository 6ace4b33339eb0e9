// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Dialog } from './dialog'

afterEach(cleanup)

function show(open: boolean, onClose = vi.fn()) {
  const view = (isOpen: boolean) => (
    <Dialog open={isOpen} title="Delete it?" onClose={onClose} actions={<button>Delete</button>}>
      <p>For good.</p>
    </Dialog>
  )
  const { rerender } = render(view(open))
  return { onClose, change: (isOpen: boolean) => { rerender(view(isOpen)) } }
}

it('is a modal named by its title, and holds nothing while it is closed', () => {
  const { change } = show(false)
  expect(screen.queryByText('For good.')).toBeNull()
  change(true)
  expect(screen.getByRole<HTMLDialogElement>('dialog', { name: 'Delete it?' }).open).toBe(true)
  change(false)
  expect(screen.queryByText('For good.')).toBeNull()
})

it('leaves closing on Escape to its owner', () => {
  const { onClose } = show(true)
  const escape = new Event('cancel', { cancelable: true })
  fireEvent(screen.getByRole('dialog'), escape)
  expect(onClose).toHaveBeenCalledOnce()
  expect(escape.defaultPrevented).toBe(true)
})

it('closes by a click beside it, not by one inside', () => {
  const { onClose } = show(true)
  fireEvent.click(screen.getByText('For good.'))
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('dialog'))
  expect(onClose).toHaveBeenCalledOnce()
})
