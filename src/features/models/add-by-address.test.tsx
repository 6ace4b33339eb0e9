// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { ModelListing } from '../../shared/protocol/model-address'
import type { ModelPack } from '../../shared/protocol/model-pack'
import type { AppState } from '../../state/app-state'
import { AppStoreContext } from '../../state/use-app'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { testPack } from '#testing/state/fake-services'
import { AddByAddress } from './add-by-address'

afterEach(cleanup)

const pack: ModelPack = { ...testPack, id: 'local-1', languages: ['cy'] }
const listing: ModelListing = {
  address: 'https://huggingface.co/o/welsh',
  title: 'o/welsh',
  host: 'huggingface.co',
  maker: 'o',
  revision: 'a'.repeat(40),
  needsToken: false,
  models: [{ path: 'model.safetensors', name: 'model', sizeBytes: 1000 }],
  licence: { name: 'mit', text: 'Permission is hereby granted', url: 'https://huggingface.co/o/welsh/blob/main/LICENSE' },
}

function show(state: Partial<AppState> = {}) {
  const store = createFakeAppStore(state)
  render(<AppStoreContext value={store}><AddByAddress /></AppStoreContext>)
  return { ...store.getState(), change: (changes: Partial<AppState>) => { act(() => { store.setState(changes) }) } }
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })

it('looks at what was typed, and at nothing else', () => {
  const { lookAtAddress } = show()
  expect(button('See what is there').disabled).toBe(true)
  fireEvent.change(screen.getByRole('textbox', { name: 'Address' }), { target: { value: ' o/welsh ' } })
  fireEvent.click(button('See what is there'))
  expect(lookAtAddress).toHaveBeenCalledExactlyOnceWith('o/welsh')
})

it('can be stopped while it looks', () => {
  const { stopLooking } = show({ addressState: { phase: 'looking', address: 'o/welsh' } })
  expect(screen.getByRole('status').textContent).toContain('list of files')
  fireEvent.click(button('Cancel'))
  expect(stopLooking).toHaveBeenCalledOnce()
})

it('shows maker, licence and size, and adds nothing before the person agreed', () => {
  const { addExaminedModel } = show({ addressState: { phase: 'examined', listing, path: 'model.safetensors', pack } })
  expect(screen.getByRole('region', { name: 'Licence of o/welsh' }).textContent).toBe('Permission is hereby granted')
  expect(screen.getByText('o, on huggingface.co')).toBeTruthy()
  expect(screen.getByText('Welsh')).toBeTruthy()
  fireEvent.click(button('Add and download'))
  expect(addExaminedModel).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('checkbox', { name: /I have read the licence \(mit\)/ }))
  fireEvent.click(button('Add and download'))
  expect(addExaminedModel).toHaveBeenCalledOnce()
})

it('asks for the maker’s permission where no licence is named', () => {
  const bare = { ...listing, licence: { name: null, text: null, url: listing.address } }
  show({ addressState: { phase: 'examined', listing: bare, path: 'model.safetensors', pack } })
  expect(screen.getByRole('checkbox', { name: /names no licence/ })).toBeTruthy()
})

it('lets one of several models be chosen', () => {
  const many = { ...listing, models: [...listing.models, { path: 'german.safetensors', name: 'german', sizeBytes: null }] }
  const { examineModel } = show({ addressState: { phase: 'listed', listing: many } })
  fireEvent.change(screen.getByRole('combobox', { name: 'Model, one of 2' }), { target: { value: 'german.safetensors' } })
  expect(examineModel).toHaveBeenCalledExactlyOnceWith('german.safetensors')
})

it('leaves the focus where a model is chosen, and asks again for each of them', () => {
  const many = { ...listing, models: [...listing.models, { path: 'german.safetensors', name: 'german', sizeBytes: null }] }
  const { change } = show({ addressState: { phase: 'listed', listing: many } })
  const choice = screen.getByRole('combobox', { name: 'Model, one of 2' })
  choice.focus()
  change({ addressState: { phase: 'failed', address: 'o/welsh', error: { code: 'model-no-encoder', detail: '' }, listing: many } })
  change({ addressState: { phase: 'examining', listing: many, path: 'model.safetensors' } })
  change({ addressState: { phase: 'examined', listing: many, path: 'model.safetensors', pack } })
  fireEvent.click(screen.getByRole('checkbox', { name: /I have read/ }))
  expect(button('Add and download').disabled).toBe(false)
  change({ addressState: { phase: 'examined', listing: many, path: 'german.safetensors', pack: { ...pack, id: 'local-2' } } })
  expect(button('Add and download').disabled).toBe(true)
  expect(document.activeElement).toBe(choice)
})

it('goes into the field for the token, and stays near once there is one or none', () => {
  const { change } = show()
  fireEvent.click(button('Give an access token'))
  const field = screen.getByLabelText('Access token for Hugging Face')
  expect(document.activeElement).toBe(field)
  fireEvent.change(field, { target: { value: 'hf_mine' } })
  fireEvent.click(button('Use this token'))
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Your access token' }))
  change({ hubToken: 'hf_mine' })
  button('Forget the token').focus()
  fireEvent.click(button('Forget the token'))
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Your access token' }))
})

it('asks for a token where one is wanted, keeps it only if told to, and looks again with it', () => {
  const { setHubToken, lookAtAddress } = show({ addressState: { phase: 'failed', address: 'o/welsh', error: { code: 'model-gated', detail: 'HTTP 401' }, listing: null } })
  expect(screen.getByRole('alert').dataset['errorCode']).toBe('model-gated')
  fireEvent.change(screen.getByLabelText('Access token for Hugging Face'), { target: { value: 'hf_mine' } })
  fireEvent.click(button('Use this token'))
  expect(setHubToken).toHaveBeenCalledExactlyOnceWith('hf_mine', false)
  expect(lookAtAddress).toHaveBeenCalledExactlyOnceWith('o/welsh')
})

it('forgets a token on request', () => {
  const { setHubToken } = show({ hubToken: 'hf_mine', keepsHubToken: true })
  expect(screen.queryByText(/hf_mine/)).toBeNull()
  fireEvent.click(button('Forget the token'))
  expect(setHubToken).toHaveBeenCalledExactlyOnceWith(null, false)
})
