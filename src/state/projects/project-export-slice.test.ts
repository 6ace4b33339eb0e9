import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { createPlace } from '#testing/export/place'
import { createFakeServices, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'
import { voiceFileCodec } from '../../shared/storage/voice-file'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { madeOfBook } from './book'

let services: FakeServices
let store: StoreApi<AppState>
let projectId: string
const state = () => store.getState()
const document = {
  title: 'The: Lamp', author: 'Ada', language: null, cover: { bytes: Uint8Array.of(0xff, 0xd8).buffer, mediaType: 'image/jpeg' as const },
  chapters: [{ title: 'One', text: 'It was dark. The lamp was lit.' }, { title: 'Two', text: 'Nobody came.' }],
}
const details = { form: 'm4b', format: 'mp3', loudness: 'audiobook', gapSeconds: 2 } as const

async function openApp(): Promise<void> {
  services = createFakeServices({ voices: [await voiceFileCodec.decode(voiceFileCodec.encode({ ...testVoice('ada'), promptSha256: await sha256(testVoice('ada').promptWav) }))] })
  Object.assign(services.voiceFile, voiceFileCodec)
  services.inference.speak = (request, onEvent) => {
    onEvent({ type: 'audio', chunkIndex: 0, samples: new Float32Array(SAMPLE_RATE).fill(0.5), endsChunk: true, words: [{ text: request.passages[0]?.text ?? '', startSeconds: 0, endSeconds: 0.9 }] })
    return Promise.resolve({ sampleCount: SAMPLE_RATE, sampleRate: SAMPLE_RATE, wallMs: 1, stages: [], executionProvider: 'wasm', threads: 1 })
  }
  store = createAppStore(services)
  await state().start()
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

beforeEach(async () => {
  await openApp()
  projectId = (await state().createProject(document))!
})

it('writes nothing while no chapter is complete', async () => {
  await expect(state().projectSound(projectId, details)).rejects.toMatchObject({ code: 'record-missing' })
})

it('writes the chapters that are complete, with title, author, cover and what says that nobody said this', async () => {
  await state().changeChapter(projectId, state().books[projectId]!.chapters[1]!.id, { isIncluded: false })
  await state().makeProject(projectId)
  await state().changeChapter(projectId, state().books[projectId]!.chapters[1]!.id, { isIncluded: true })
  const { fileName } = await state().projectSound(projectId, details)
  expect(fileName).toBe('The Lamp.m4b')
  expect(services.exporter.requests).toMatchObject([{
    shape: 'book', format: 'm4a', loudness: 'audiobook', gapSeconds: 2,
    parts: [{ title: 'One', sampleRate: SAMPLE_RATE, sampleCount: Math.round(2.3 * SAMPLE_RATE) }],
    words: { title: 'The: Lamp', author: 'Ada', cover: { mimeType: 'image/jpeg' }, statement: expect.stringContaining('Synthetic speech') as string },
  }])
  expect(JSON.stringify(services.exporter.requests)).not.toMatch(/dark/)
})

it('writes straight into the file that was chosen', async () => {
  await state().makeProject(projectId)
  const place = createPlace()
  await state().writeProjectSound(projectId, details, place.handle)
  expect(place.bytes().length).toBeGreaterThan(3 * SAMPLE_RATE)
  expect(services.exporter.requests).toMatchObject([{ shape: 'book' }])
})

it.each([['sound', 'sound', 'mp3'], ['chapters', 'chapters', 'zip']] as const)('writes %s in the chosen format', async (form, shape, extension) => {
  await state().makeProject(projectId)
  expect((await state().projectSound(projectId, { ...details, form })).fileName).toBe(`The Lamp.${extension}`)
  expect(services.exporter.requests).toMatchObject([{ shape, format: 'mp3', parts: [{}, {}] }])
})

it('writes subtitles with the times of one file of all chapters', async () => {
  await state().makeProject(projectId)
  const { blob } = await state().projectSubtitles(projectId, 'srt', 2)
  expect((await blob.text()).split('\r\n').filter((line) => line.includes('-->'))).toEqual([
    '00:00:00,000 --> 00:00:00,900',
    '00:00:01,300 --> 00:00:02,200',
    '00:00:04,300 --> 00:00:05,200',
  ])
})

it('gives a project as a file, with which another browser goes on: nothing is said again, and the voice comes with it', async () => {
  await state().makeProject(projectId)
  const { blob, fileName } = await state().projectFile(projectId)
  expect(fileName).toBe('The Lamp.myna-project')
  await openApp()
  services.kept.voices = []
  await state().refreshVoices()
  await state().importProject(blob)
  const id = state().shownProjectId!
  expect(state().books[id]).toMatchObject({ project: { title: 'The: Lamp', author: 'Ada' }, chapters: [{ title: 'One' }, { title: 'Two' }] })
  expect(state().voices).toHaveLength(1)
  expect(state().voices.map((voice) => voice.id)).toEqual(state().books[id]!.project.cast.map(({ voiceId }) => voiceId))
  expect(madeOfBook(state().books[id]!, state())).toMatchObject({ lineCount: 3, madeCount: 3 })
  expect(services.kept.lines).toMatchObject([{ facts: { projectId: id } }, {}, {}])
})

it('reads one project file at a time, shows how far it is, and keeps nothing of one that was given up', async () => {
  await state().makeProject(projectId)
  const { blob } = await state().projectFile(projectId)
  const keepLine = services.projects.keepLine.bind(services.projects)
  const shares: (number | null)[] = []
  services.projects.keepLine = (...line) => {
    shares.push(state().importFraction)
    void state().importProject(blob)
    return keepLine(...line)
  }
  await state().importProject(blob)
  expect(shares).toEqual([0, 1 / 3, 2 / 3])
  expect(services.kept.projects).toHaveLength(2)
  services.projects.keepLine = (...line) => {
    state().stopImport()
    return keepLine(...line)
  }
  await state().importProject(blob)
  expect(state().importFraction).toBeNull()
  expect(state().notices.filter(({ kind }) => kind === 'error')).toEqual([])
  expect(services.kept.projects).toHaveLength(2)
})

it('says what is no project file, and keeps nothing of it', async () => {
  await state().importProject(new Blob(['nonsense']))
  expect(state().notices).toMatchObject([{ error: { code: 'project-file-invalid' } }])
  expect(services.kept.projects).toHaveLength(1)
})
