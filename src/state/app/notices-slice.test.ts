import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createNoticesSlice, type NoticesSlice } from './notices-slice'

const startedStore = () => createStore<NoticesSlice>()((set, get) => createNoticesSlice(set, get))

it('tells trouble of one kind once, the newest, and tells it anew', () => {
  const store = startedStore()
  const { notifyError } = store.getState()
  notifyError({ code: 'voice-file-invalid', detail: 'no recording' })
  notifyError({ code: 'storage-full', detail: '' })
  const [first] = store.getState().notices
  notifyError({ code: 'voice-file-invalid', detail: 'no consent' })
  const { notices } = store.getState()
  expect(notices.map(({ error }) => error)).toEqual([{ code: 'storage-full', detail: '' }, { code: 'voice-file-invalid', detail: 'no consent' }])
  expect(notices.map(({ id }) => id)).not.toContain(first?.id)
})

it('says nothing of what somebody stopped', () => {
  const store = startedStore()
  store.getState().notifyError({ code: 'aborted', detail: 'stopped on request' })
  expect(store.getState().notices).toEqual([])
})
