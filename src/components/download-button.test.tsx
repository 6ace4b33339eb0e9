// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { DownloadButton } from './download-button'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('hands the file to the browser under its name', async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const make = () => Promise.resolve({ blob: new Blob(['sound']), fileName: 'take.wav' })
  render(<DownloadButton make={make} onError={vi.fn()}>Download WAV</DownloadButton>)
  fireEvent.click(screen.getByRole('button', { name: 'Download WAV' }))
  await waitFor(() => { expect(click).toHaveBeenCalledOnce() })
  const [link] = click.mock.contexts as HTMLAnchorElement[]
  expect(link?.download).toBe('take.wav')
  expect(link?.href).toMatch(/^blob:/)
})

it('reports a file that cannot be made, and can be pressed again', async () => {
  const onError = vi.fn()
  render(<DownloadButton make={() => Promise.reject(new Error('gone'))} onError={onError}>Download WAV</DownloadButton>)
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Download WAV' })
  fireEvent.click(button)
  expect(button.disabled).toBe(true)
  await waitFor(() => { expect(onError).toHaveBeenCalledWith(new Error('gone')) })
  expect(button.disabled).toBe(false)
})
