import { beforeEach, expect, it, vi } from 'vitest'
import { FakeWorker } from '#testing/services/fake-worker'
import { MynaError } from '../shared/protocol/errors'
import type { ExportApi, ExportRequest } from '../shared/protocol/sound-export'
import { createExportService } from './export-service'

let workers: FakeWorker[]
beforeEach(() => { workers = [] })

type Api = ExportApi<Blob, FileSystemFileHandle>

function service(write: Api['write'], writeTo: Api['writeTo'] = () => new Promise(() => undefined)) {
  return createExportService(() => {
    const worker = new FakeWorker({ write, writeTo })
    workers.push(worker)
    return worker.asWorker()
  })
}

const live = () => new AbortController().signal
const request = { parts: [] } as unknown as ExportRequest
const silent = { read: () => Promise.resolve(new Float32Array(3)) }
const noProgress = () => undefined

it('says what the source said, whose code the worker does not get to see', async () => {
  const exporter = service(async (_request, source) => {
    const detail = await source.read(0, 0, 1).then(() => 'read', String)
    return { ok: false, error: { code: 'export-failed', detail } }
  })
  const gone = { read: () => Promise.reject(new MynaError('record-missing', 'take 1')) }
  await expect(exporter.write(request, gone, noProgress, live())).rejects.toMatchObject({ code: 'record-missing' })
})

it('ends the worker when it is told to stop', async () => {
  const controller = new AbortController()
  const writing = service(() => new Promise(() => undefined)).write(request, silent, noProgress, controller.signal)
  controller.abort()
  await expect(writing).rejects.toMatchObject({ code: 'aborted' })
  expect(workers[0]?.terminated).toBe(true)
})

it('gives pieces to the worker, tells the progress, and lets the worker go', async () => {
  const told = vi.fn()
  const exporter = service(async (_request, source, onProgress) => {
    onProgress((await source.read(0, 0, 3)).length)
    await source.read(0, 3, 6)
    return { ok: true, value: new Blob(['file']) }
  })
  expect((await exporter.write(request, silent, told, live())).size).toBe(4)
  expect(told).toHaveBeenCalledExactlyOnceWith(3)
  expect(workers.map(({ terminated }) => terminated)).toEqual([true])
})

it('hands the file that was chosen to the worker', async () => {
  const told = vi.fn<Api['writeTo']>(() => Promise.resolve({ ok: true, value: undefined }))
  await service(() => new Promise(() => undefined), (place, ...rest) => told(place, ...rest)).writeTo({ name: 'book.m4b' } as FileSystemFileHandle, request, silent, noProgress, live())
  expect(told.mock.calls[0]?.[0]).toEqual({ name: 'book.m4b' })
})

it('says that there is no encoder for Opus where there is none for anything', async () => {
  expect(await service(() => new Promise(() => undefined)).writesOpus()).toBe(false)
})
