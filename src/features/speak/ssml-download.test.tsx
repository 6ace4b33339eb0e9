// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { SsmlDownload } from './ssml-download'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function show(text: string): void {
  render(<AppStoreContext value={createFakeAppStore()}><SsmlDownload text={text} language="en" /></AppStoreContext>)
}

it('is not offered for a text that is said plainly', () => {
  show('One. Two.')
  expect(screen.queryByRole('button')).toBeNull()
})

it('gives a text with marks in the form that other programs read', async () => {
  const made = vi.spyOn(URL, 'createObjectURL')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  show('One. [louder]Two.[/louder]')
  fireEvent.click(screen.getByRole('button', { name: 'Save as SSML' }))
  await waitFor(() => { expect(made).toHaveBeenCalledOnce() })
  expect(await (made.mock.calls[0]?.[0] as Blob).text()).toContain('<prosody volume="+6dB">Two.</prosody>')
})
