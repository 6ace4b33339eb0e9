import { beforeEach, describe, expect, it } from 'vitest'
import { MynaError } from '../../src/shared/protocol/errors'
import type { ModelPack } from '../../src/shared/protocol/model-pack'
import { createTranscriptionService, type Transcriber } from './transcription-service'

const pack: ModelPack = {
  id: 'whisper',
  engine: 'whisper',
  name: 'Whisper',
  description: '',
  languages: ['en'],
  licence: '',
  licenceUrl: '',
  credit: '',
  terms: '',
  sources: ['models/whisper/'],
  files: [{ path: 'config.json', sizeBytes: 1, sha256: null }],
}
const request = { pack, samples: new Float32Array(2400), sampleRate: 24_000, language: null }
const silent = () => undefined

let log: string[]
let hear: Transcriber['hear']
let load: () => void
let release: Transcriber['release']

const service = () =>
  createTranscriptionService({
    sampleRate: 16_000,
    openFiles: ({ id }) => Promise.resolve({ packKey: id, has: () => true, read: () => Promise.resolve(new ArrayBuffer(0)) }),
    loadTranscriber: () => {
      load()
      log.push('load')
      return Promise.resolve({
        hear: (samples, language) => hear(samples, language),
        release: () => {
          log.push('release')
          return release()
        },
      })
    },
  })

beforeEach(() => {
  log = []
  load = silent
  release = () => Promise.resolve()
  hear = (samples) => {
    log.push(`hear ${samples.length}`)
    return Promise.resolve({ text: 'hello', language: 'en', words: [] })
  }
})

describe('bad days', () => {
  it('answers with the reason when the model cannot be loaded, and tries again the next time', async () => {
    const transcription = service()
    load = () => { throw new MynaError('model-missing', 'encoder') }
    expect(await transcription.transcribe(request, silent)).toEqual({ ok: false, error: { code: 'model-missing', detail: 'encoder' } })
    load = silent
    expect(await transcription.transcribe(request, silent)).toMatchObject({ ok: true })
  })

  it('does not keep a model that fails to let go', async () => {
    const transcription = service()
    release = () => Promise.reject(new Error('lost'))
    await transcription.transcribe(request, silent)
    expect(await transcription.transcribe({ ...request, pack: { ...pack, id: 'other' } }, silent)).toMatchObject({ ok: false })
    expect(await transcription.transcribe(request, silent)).toMatchObject({ ok: true })
    expect(log).toEqual(['load', 'hear 1600', 'release', 'load', 'hear 1600'])
  })

  it('continues after a recording that it could not write down', async () => {
    const transcription = service()
    const well = hear
    hear = () => Promise.reject(new Error('no such tensor'))
    expect(await transcription.transcribe(request, silent)).toMatchObject({ ok: false, error: { code: 'transcription-failed' } })
    hear = well
    expect(await transcription.transcribe(request, silent)).toMatchObject({ ok: true })
    expect(log).toEqual(['load', 'hear 1600'])
  })
})

it('brings the sound to the rate of the transcriber', async () => {
  await service().transcribe(request, silent)
  expect(log).toEqual(['load', 'hear 1600'])
})

it('keeps a model loaded and lets it go for another one', async () => {
  const transcription = service()
  await transcription.transcribe(request, silent)
  await transcription.transcribe(request, silent)
  await transcription.transcribe({ ...request, pack: { ...pack, id: 'other' } }, silent)
  expect(log).toEqual(['load', 'hear 1600', 'hear 1600', 'release', 'load', 'hear 1600'])
})

it('hears one recording after another', async () => {
  const transcription = service()
  hear = async () => {
    log.push('begin')
    await Promise.resolve()
    log.push('end')
    return { text: '', language: 'en', words: [] }
  }
  await Promise.all([transcription.transcribe(request, silent), transcription.transcribe(request, silent)])
  expect(log).toEqual(['load', 'begin', 'end', 'begin', 'end'])
})

it('says what it is doing', async () => {
  const labels: string[] = []
  await service().transcribe(request, ({ label }) => labels.push(label))
  expect(labels).toEqual(['Opening Whisper', 'Listening'])
})
