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
  const { rerender, unmount } = render(view(open))
  return { onClose, unmount, change: (isOpen: boolean) => { rerender(view(isOpen)) } }
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
  fireEvent.pointerDown(screen.getByText('For good.'))
  fireEvent.click(screen.getByText('For good.'))
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.pointerDown(screen.getByRole('dialog'))
  fireEvent.click(screen.getByRole('dialog'))
  expect(onClose).toHaveBeenCalledOnce()
})

it('stays where a press that began inside ends beside it', () => {
  const { onClose } = show(true)
  fireEvent.pointerDown(screen.getByText('For good.'))
  fireEvent.click(screen.getByRole('dialog'))
  expect(onClose).not.toHaveBeenCalled()
})

it('is closed before it is taken off the page, for the browser to give the focus back', () => {
  const { unmount } = show(true)
  const dialog = screen.getByRole<HTMLDialogElement>('dialog')
  let wasOnPage = false
  const close = vi.spyOn(dialog, 'close').mockImplementation(() => { wasOnPage = dialog.isConnected })
  unmount()
  expect([close.mock.calls.length, wasOnPage]).toEqual([1, true])
})
