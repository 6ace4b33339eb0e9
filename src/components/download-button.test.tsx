// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
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

describe('a file whose place is asked for first', () => {
  const file = { blob: new Blob(['sound']), fileName: 'book.m4b' }
  const show = (make: () => typeof file, onError = vi.fn()) => {
    render(<DownloadButton suggestedName="book.m4b" make={make} onError={onError}>Download</DownloadButton>)
    fireEvent.click(screen.getByRole('button'))
    return onError
  }
  const asker = (ask: (options: { suggestedName: string }) => Promise<unknown>) => { vi.stubGlobal('showSaveFilePicker', vi.fn(ask)) }
  afterEach(() => { vi.unstubAllGlobals() })

  it('is written to that place', async () => {
    const written: Uint8Array[] = []
    const createWritable = () => Promise.resolve(new WritableStream<Uint8Array>({ write: (bytes) => { written.push(bytes) } }))
    asker(({ suggestedName }) => Promise.resolve({ suggestedName, createWritable }))
    show(() => file)
    await waitFor(() => { expect(new TextDecoder().decode(written[0])).toBe('sound') })
  })

  it('is not written again by whoever wrote it there, and no empty one stays where that failed', async () => {
    const remove = vi.fn(() => Promise.resolve())
    const createWritable = vi.fn()
    const place = { createWritable, remove, getFile: () => Promise.resolve(new File([], 'book.m4b')) }
    asker(() => Promise.resolve(place))
    const make = vi.fn(() => Promise.resolve(null))
    render(<DownloadButton suggestedName="book.m4b" make={make} onError={vi.fn()}>Download</DownloadButton>)
    fireEvent.click(screen.getByRole('button'))
    await waitFor(() => { expect(make).toHaveBeenCalledExactlyOnceWith(place) })
    expect(createWritable).not.toHaveBeenCalled()
    expect(remove).not.toHaveBeenCalled()
    cleanup()
    const onError = show(() => { throw new Error('gone') })
    await waitFor(() => { expect(onError).toHaveBeenCalledOnce() })
    expect(remove).toHaveBeenCalledOnce()
  })

  it('is not made where the person changes their mind', async () => {
    asker(() => Promise.reject(new DOMException('no', 'AbortError')))
    const make = vi.fn(() => file)
    const onError = show(make)
    await waitFor(() => { expect(screen.getByRole<HTMLButtonElement>('button').disabled).toBe(false) })
    expect(make).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  })

  it('says that the disk took no more of it', async () => {
    asker(() => Promise.resolve({ createWritable: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }))
    const onError = show(() => file)
    await waitFor(() => { expect(onError).toHaveBeenCalledOnce() })
  })
})
