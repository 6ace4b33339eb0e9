import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { MynaError } from '../../shared/protocol/errors'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { createFakeServices, SAMPLE_RATE, testVoice, type FakeServices, type FakeStart } from '#testing/state/fake-services'

let services: FakeServices
let store: StoreApi<AppState>

const state = () => store.getState()
const SUBTITLES = '1\n00:00:01,000 --> 00:00:02,500\nGood morning.\n\n2\n00:00:04,000 --> 00:00:06,000\nTo you.\n'
const file = (text: string, name = 'film.srt') => Object.assign(new Blob([text]), { name })
const subtitle = (seconds: number) => `00:00:01,000 --> ${String(Math.floor(seconds / 3600)).padStart(2, '0')}:00:00,000\nWords.\n`

async function startedStore(options: FakeStart = {}): Promise<void> {
  services = createFakeServices({ voices: [testVoice('ada', 'Ada')], ...options })
  store = createAppStore(services)
  await store.getState().start()
}

beforeEach(() => startedStore())

it('reads the lines of a file and their times; the last one ends the track', async () => {
  await state().openSubtitles(file(SUBTITLES))
  expect(state().dubbingState).toEqual({
    phase: 'ready',
    error: null,
    dubbing: {
      name: 'film.srt', filmName: null, isEdited: false, seconds: 6,
      lines: [{ text: 'Good morning.', startSeconds: 1, endSeconds: 2.5 }, { text: 'To you.', startSeconds: 4, endSeconds: 6 }],
    },
  })
})

it('says why a file cannot be spoken', async () => {
  await state().openSubtitles(file('Just a letter.'))
  expect(state().dubbingState).toMatchObject({ phase: 'failed', error: { code: 'subtitles-empty' } })
  await state().openSubtitles(file(subtitle(3 * 3600)))
  expect(state().dubbingState).toMatchObject({ phase: 'failed', error: { code: 'film-too-long' } })
  await state().openSubtitles(Object.assign(new Blob(['x']), { name: 'x.srt', arrayBuffer: () => Promise.reject(new DOMException('moved', 'NotFoundError')) }))
  expect(state().dubbingState).toMatchObject({ phase: 'failed', error: { code: 'file-gone' } })
})

it('reads files of other encodings than UTF-8', async () => {
  const bytes = Uint8Array.from(Array.from(SUBTITLES.replace('Good morning.', 'Caf\u00e9.'), (sign) => sign.charCodeAt(0)))
  await state().openSubtitles(Object.assign(new Blob([bytes]), { name: 'film.srt' }))
  expect(state().dubbingState).toMatchObject({ dubbing: { lines: [{ text: 'Café.' }, {}] } })
})

it('takes the length of a film while whose reading a line was changed', async () => {
  await state().openSubtitles(file(SUBTITLES))
  services.readFilmSeconds = () => {
    state().setDubLine(0, 'Good evening.')
    return Promise.resolve(30)
  }
  await state().chooseFilm(file('film', 'film.mp4'))
  expect(state().dubbingState).toMatchObject({ dubbing: { seconds: 30, filmName: 'film.mp4', lines: [{ text: 'Good evening.' }, {}] } })
})

it('takes the length of a film, and keeps the lines where that cannot be read', async () => {
  await state().openSubtitles(file(SUBTITLES))
  await state().chooseFilm(file('film', 'film.mp4'))
  expect(state().dubbingState).toMatchObject({ dubbing: { seconds: 30, filmName: 'film.mp4' }, error: null })
  services.readFilmSeconds = () => Promise.reject(new MynaError('film-unreadable', 'no box'))
  await state().chooseFilm(file('film', 'film.xyz'))
  expect(state().dubbingState).toMatchObject({ phase: 'ready', dubbing: { seconds: 30, filmName: 'film.mp4' }, error: { code: 'film-unreadable' } })
  state().dropDubbing()
  expect(state().dubbingState).toEqual({ phase: 'idle' })
})

it('speaks the lines, as they were changed, with the chosen voice; the take keeps its times and can be made again from them', async () => {
  await state().openSubtitles(file(SUBTITLES))
  state().setDubLine(1, 'To all of you.')
  void state().speakDubbing()
  for (const text of ['Good morning.', 'To all of you.']) {
    await expect.poll(() => services.inference.requests.at(-1)).toMatchObject({ passages: [{ text }] })
    services.inference.sendChunks(1, 1)
    services.inference.finish(SAMPLE_RATE, 100)
  }
  await expect.poll(() => state().lastTake).toMatchObject({ complete: true, text: 'Good morning.\nTo all of you.', dub: { seconds: 6, lines: [{ startSeconds: 1 }, { text: 'To all of you.' }] } })
  expect(state().lastTake?.sentences?.map(({ text }) => text)).toEqual(['Good morning.', 'To all of you.'])
  expect(state().checkState).toEqual({ phase: 'idle' })
  const id = state().lastTake?.id ?? ''
  services.inference.requests.length = 0
  await state().regenerateTake(id)
  await expect.poll(() => services.inference.requests).toMatchObject([{ passages: [{ text: 'Good morning.' }] }])
})

it('says so where there is no voice', async () => {
  await startedStore({ voices: [] })
  await state().openSubtitles(file(SUBTITLES))
  await state().speakDubbing()
  expect(state().speakState).toMatchObject({ phase: 'failed', error: { code: 'voice-missing' } })
})
