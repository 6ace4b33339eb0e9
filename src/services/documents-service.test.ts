import { beforeEach, expect, it, vi } from 'vitest'
import { FakeWorker } from '#testing/services/fake-worker'
import type { DocumentsApi, ReadDocument } from '../shared/protocol/document'
import { createDocumentsService } from './documents-service'

let workers: FakeWorker[]
beforeEach(() => { workers = [] })

function service(read: DocumentsApi<Blob>['read']) {
  return createDocumentsService(() => {
    const worker = new FakeWorker({ read })
    workers.push(worker)
    return worker.asWorker()
  })
}

const live = () => new AbortController().signal
const BOOK: ReadDocument = { title: 'Emma', author: null, language: null, cover: null, chapters: [{ title: 'I', text: 'One.' }] }

it('gives file and name to the worker, tells the progress, and lets the worker go', async () => {
  const told = vi.fn()
  const documents = service((_file, name, onProgress) => {
    onProgress(1)
    return Promise.resolve({ ok: true, value: { ...BOOK, title: name } })
  })
  expect(await documents.read(new Blob(['x']), 'emma.epub', told, live())).toEqual({ ...BOOK, title: 'emma.epub' })
  expect(told).toHaveBeenCalledExactlyOnceWith(1)
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})

it('says why a document could not be read', async () => {
  const documents = service(() => Promise.resolve({ ok: false, error: { code: 'document-password', detail: 'locked' } }))
  await expect(documents.read(new Blob(['x']), 'x.pdf', () => undefined, live())).rejects.toMatchObject({ code: 'document-password' })
})

it('ends the worker when it is told to stop, or dies', async () => {
  const controller = new AbortController()
  const documents = service(() => new Promise(() => undefined))
  const stopped = documents.read(new Blob(['x']), 'x.pdf', () => undefined, controller.signal)
  controller.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'aborted' })
  const dying = documents.read(new Blob(['x']), 'x.pdf', () => undefined, live())
  workers[1]?.fail('out of memory')
  await expect(dying).rejects.toMatchObject({ code: 'worker-crashed' })
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, true])
})
