// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { ModelPack, PackState, PackStatus } from '../../shared/protocol/model-pack'
import type { AppState } from '../../state/app-state'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { AppStoreContext } from '../../state/use-app'
import { ModelsPage } from './models-page'

afterEach(cleanup)

const pack: ModelPack = {
  id: 'finch',
  engine: 'pocket-tts',
  name: 'Finch',
  description: 'Sings.',
  languages: ['de', 'fr'],
  licence: 'CC-BY-4.0',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  credit: 'A. Bird',
  terms: 'Only with permission.',
  sources: ['https://models.example/finch/'],
  files: [{ path: 'a.onnx', sizeBytes: 4_000_000, sha256: 'a'.repeat(64) }],
}

function status(state: PackState, change: Partial<ModelPack> = {}, totalBytes: number | null = 4_000_000): PackStatus {
  return { pack: { ...pack, ...change }, totalBytes, state }
}

const absent = status({ phase: 'absent', receivedBytes: 0 })
const ready = status({ phase: 'ready', receivedBytes: 4_000_000 })

function show(packs: readonly PackStatus[], state: Partial<AppState> = {}) {
  const store = createFakeAppStore({ packs, ...state })
  render(
    <AppStoreContext value={store}>
      <ModelsPage />
    </AppStoreContext>,
  )
  return store
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('asks through the store before a download, never downloads past the question', () => {
  const { requestPack, downloadPack } = show([absent]).getState()
  press('Download Finch')
  expect(requestPack).toHaveBeenCalledExactlyOnceWith('finch')
  expect(downloadPack).not.toHaveBeenCalled()
})

it('says what went wrong with a download and offers to continue with what has arrived', () => {
  show([status({ phase: 'failed', receivedBytes: 1000, code: 'model-truncated', detail: 'a.onnx' })])
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('model-truncated')
  expect(screen.getByRole('button', { name: 'Resume Finch' })).toBeTruthy()
})

it('lets a person say which language a model of their own speaks, and of no other', () => {
  const { setPackLanguage } = show([status(ready.state, { sources: ['disk:'], languages: ['und'] })]).getState()
  const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language of Finch' })
  expect(choice.selectedOptions[0]?.textContent).toBe('not known')
  fireEvent.change(choice, { target: { value: 'it' } })
  expect(setPackLanguage).toHaveBeenCalledExactlyOnceWith('finch', 'it')
  cleanup()
  show([ready])
  expect(screen.queryByRole('combobox')).toBeNull()
})

const cost = { downloadBytes: 28_000_000, memoryBytes: 220_000_000, roundedWork: 168e6, floatWork: 825e6 }

it('has the device measured, and tells before a download what a pack costs here, and which one suits', () => {
  const spoken = { languages: ['en'], cost }
  const large = status(absent.state, { ...spoken, id: 'large', name: 'Large', cost: { ...cost, roundedWork: 1.07e9, floatWork: 60e9 } }, null)
  const { measureDeviceSpeed } = show([status(absent.state, spoken, null), large], { language: 'en-US', deviceSpeed: { rounded: 20e9, float: 24e9 } }).getState()
  expect(measureDeviceSpeed).toHaveBeenCalledOnce()
  const card = within(screen.getByRole('article', { name: 'Finch' }))
  expect(card.getByText('about 28 MB')).toBeTruthy()
  expect(card.getByText('about 220 MB while it speaks')).toBeTruthy()
  expect(card.getByText(/times faster than speech on this device/)).toBeTruthy()
  expect(card.getByText('recommended')).toBeTruthy()
  expect(card.getByText(/largest for English/)).toBeTruthy()
  const other = within(screen.getByRole('article', { name: 'Large' }))
  expect(other.getByText(/slower than speech/)).toBeTruthy()
  expect(other.queryByText('recommended')).toBeNull()
})

it('says that a checksum is not known', () => {
  show([status(absent.state, { files: [{ path: 'a.onnx', sizeBytes: null, sha256: null }] }, null)])
  expect(screen.getByText(/do not know the publisher’s checksum/)).toBeTruthy()
  expect(screen.getByText('unknown until the first download')).toBeTruthy()
})

it('says nothing about checksums where they are known', () => {
  show([absent])
  expect(screen.queryByText(/checksum/)).toBeNull()
})

it('shows languages, size, licence, credit and terms', () => {
  show([absent])
  const card = within(screen.getByRole('article', { name: 'Finch' }))
  for (const words of ['German, French', '4 MB', 'A. Bird', 'Only with permission.']) expect(card.getByText(words)).toBeTruthy()
  expect(card.getByRole('link', { name: /CC-BY-4.0/ }).getAttribute('href')).toBe(pack.licenceUrl)
})

it('shows bytes, rate and time left, and pauses', () => {
  const { pausePack } = show([
    status({ phase: 'downloading', receivedBytes: 1_000_000, bytesPerSecond: 250_000, secondsLeft: 12.3, file: 'a.onnx' }),
  ]).getState()
  expect(screen.getByText('1 MB of 4 MB, 250 kB/s, 12 s left')).toBeTruthy()
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Downloading a.onnx' }).value).toBe(0.25)
  press('Pause Finch')
  expect(pausePack).toHaveBeenCalledExactlyOnceWith('finch')
})

it('resumes a paused download or discards what arrived', () => {
  const { requestPack, removePack } = show([status({ phase: 'paused', receivedBytes: 1_000_000 })]).getState()
  press('Resume Finch')
  expect(requestPack).toHaveBeenCalledExactlyOnceWith('finch')
  press('Discard what arrived of Finch')
  expect(removePack).toHaveBeenCalledExactlyOnceWith('finch')
})

it('removes files only when confirmed', () => {
  const { removePack } = show([ready]).getState()
  press('Remove Finch')
  expect(screen.getByRole('dialog', { name: 'Remove Finch?' }).textContent).toContain('4 MB are freed')
  expect(removePack).not.toHaveBeenCalled()
  press('Remove its files')
  expect(removePack).toHaveBeenCalledExactlyOnceWith('finch')
})

it('says so when every file passed the check', async () => {
  const store = show([ready])
  store.setState({
    verifyPack: () => {
      store.setState({ packs: [{ ...ready }] })
      return Promise.resolve()
    },
  })
  press('Check files of Finch')
  await waitFor(() => {
    expect(store.getState().notifyInfo).toHaveBeenCalledWith('Every file of Finch is as it should be.')
  })
})

it('does not praise files whose check could not be done', async () => {
  const verifyPack = vi.fn(() => Promise.resolve())
  const { notifyInfo } = show([ready], { verifyPack }).getState()
  press('Check files of Finch')
  await waitFor(() => { expect(screen.queryByText('Checking the files…')).toBeNull() })
  expect(verifyPack).toHaveBeenCalledOnce()
  expect(notifyInfo).not.toHaveBeenCalled()
})

it('names the engine in use and lets another one take its place', () => {
  const { selectPack } = show([ready, status(ready.state, { id: 'wren', name: 'Wren' })], { selectedPackId: 'finch' }).getState()
  expect(within(screen.getByRole('article', { name: 'Finch' })).getByText('in use')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Use Finch' })).toBeNull()
  press('Use Wren')
  expect(selectPack).toHaveBeenCalledExactlyOnceWith('wren')
})

it('does not offer to download what came from the disk', () => {
  show([status({ phase: 'absent', receivedBytes: 0 }, { sources: ['disk:'] })])
  expect(screen.queryByRole('button', { name: /^Download/ })).toBeNull()
  expect(screen.getByText(/Choose its files from your disk again/)).toBeTruthy()
})

it('hands files from the disk to the store, all of them', () => {
  const { importModelFiles } = show([]).getState()
  const files = [new File(['{}'], 'bundle.json'), new File(['x'], 'tokenizer.model')]
  fireEvent.change(screen.getByLabelText('Model files from your disk'), { target: { files } })
  expect(importModelFiles).toHaveBeenCalledExactlyOnceWith(files)
})

it('takes files that are dropped', () => {
  const { importModelFiles } = show([]).getState()
  const files = [new File(['x'], 'model.safetensors'), new File(['x'], 'tokenizer.model')]
  fireEvent.drop(screen.getByRole('region', { name: 'Use files from your disk' }), { dataTransfer: { types: ['Files'], files } })
  expect(importModelFiles).toHaveBeenCalledExactlyOnceWith(files)
})

it('shows how far a checkpoint is copied, cancels it, and takes no other files meanwhile', () => {
  const { stopModelImport, importModelFiles } = show([], { modelImport: { progress: { label: 'Copying german.safetensors', fraction: 0.418 } } }).getState()
  expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Copying german.safetensors' }).value).toBe(0.418)
  expect(screen.getByText('41 %')).toBeTruthy()
  const dataTransfer = { types: ['Files'], files: [new File(['x'], 'bundle.json')] }
  fireEvent.drop(screen.getByRole('region', { name: 'Use files from your disk' }), { dataTransfer })
  expect(importModelFiles).not.toHaveBeenCalled()
  press('Cancel')
  expect(stopModelImport).toHaveBeenCalledOnce()
})
