import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SHARED_DOCUMENTS } from '../shared/protocol/service-worker'
import { keepShared } from './shared-documents'

const kept = new Map<string, Response>()

beforeEach(() => {
  kept.clear()
  const cache = { put: (key: string, response: Response) => { kept.set(key, response) } }
  const remove = () => {
    kept.clear()
    return Promise.resolve(true)
  }
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache), delete: remove })
})
afterEach(() => vi.unstubAllGlobals())

function shared(fields: Readonly<Record<string, string | File>>): Promise<void> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  return keepShared(new Request('https://myna.example/share-target', { method: 'POST', body }))
}

async function whatIsKept(): Promise<unknown> {
  const response = kept.get('document')
  return response && [decodeURIComponent(response.headers.get(SHARED_DOCUMENTS.nameHeader) ?? ''), response.headers.get('content-type'), await response.text()]
}

it('keeps a file with its name and kind, in whatever writing', async () => {
  await shared({ title: 'A book', documents: new File(['bytes'], 'Bücher – 本.epub', { type: 'application/epub+zip' }) })
  expect(await whatIsKept()).toEqual(['Bücher – 本.epub', 'application/epub+zip', 'bytes'])
})

it('keeps a text, else an address, by its title', async () => {
  await shared({ title: 'A poem', text: 'I wandered lonely', url: 'https://x.example/' })
  expect(await whatIsKept()).toEqual(['A poem', 'text/plain', 'I wandered lonely'])
  await shared({ url: 'https://x.example/' })
  expect(await whatIsKept()).toEqual(['Shared text', 'text/plain', 'https://x.example/'])
})

it('keeps nothing of what was shared before, nor of nothing', async () => {
  await shared({ text: 'First' })
  await shared({ text: ' ' })
  expect(await whatIsKept()).toBe(undefined)
})
