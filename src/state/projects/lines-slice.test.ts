import { beforeEach, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { createFakeServices, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'
import type { SpeakRequest } from '../../shared/protocol/inference'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { chapterLines } from './book'
import { soundingLine, type LinePlace } from './lines-slice'

let services: FakeServices
let store: StoreApi<AppState>
let asked: SpeakRequest[]
let projectId: string
let chapterId: string
const state = () => store.getState()
const chapter = () => state().books[projectId]!.chapters[0]!
const lines = () => chapterLines(state().books[projectId]!, chapter(), state())
const place = (index: number): LinePlace => ({ projectId, chapterId, lineName: lines()[index]!.name })

beforeEach(async () => {
  services = createFakeServices({ voices: [testVoice('ada')] })
  asked = []
  services.inference.speak = (request, onEvent) => {
    asked.push(request)
    onEvent({ type: 'audio', chunkIndex: 0, samples: new Float32Array(SAMPLE_RATE).fill(asked.length / 100), endsChunk: true })
    return Promise.resolve({ sampleCount: SAMPLE_RATE, sampleRate: SAMPLE_RATE, wallMs: 1, stages: [], executionProvider: 'wasm', threads: 1 })
  }
  store = createAppStore(services)
  await store.getState().start()
  const document = { title: 'A', author: null, language: null, cover: null, chapters: [{ title: 'One', text: 'It was dark. The lamp was lit. Nobody came.' }] }
  projectId = (await state().createProject(document))!
  chapterId = chapter().id
  await state().makeProject(projectId)
})

it('says one line again with another seed, and no other line', async () => {
  const { seed } = asked[1]!.settings
  asked = []
  await state().sayLineAgain(place(1), 1)
  expect(asked).toMatchObject([{ passages: [{ text: 'The lamp was lit.' }], varied: true, settings: { seed: seed + 1 } }])
  expect(services.kept.projects[0]?.isWanted).toBe(false)
  expect(state().making).toEqual({ phase: 'idle' })
})

it('goes back to the version before without saying it again', async () => {
  await state().sayLineAgain(place(1), 1)
  asked = []
  await state().sayLineAgain(place(1), -1)
  expect(asked).toEqual([])
  expect(chapter().choices).toEqual({ '1 The lamp was lit.': {} })
})

it('keeps other words and another gap of a line, and takes both back', async () => {
  await state().chooseLine(place(1), { words: 'The lamp was bright.', gapSeconds: 2 })
  await state().makeLine(projectId, chapterId, place(1).lineName)
  expect(asked.at(-1)).toMatchObject({ passages: [{ text: 'The lamp was bright.' }] })
  expect(services.kept.chapters[0]?.choices).toEqual({ '1 The lamp was lit.': { words: 'The lamp was bright.', gapSeconds: 2 } })
  await state().chooseLine(place(1), { words: undefined, gapSeconds: undefined })
  expect(lines()[1]).toMatchObject({ spokenText: 'The lamp was lit.', gapSeconds: 0.3 })
})

it('moves a line in the text, which is said as it was', async () => {
  asked = []
  await state().moveLine(place(0), 1)
  expect(chapter().text).toBe('The lamp was lit. It was dark. Nobody came.')
  await state().makeProject(projectId)
  expect(asked).toEqual([])
})

it('plays a chapter from a line on, and tells which line sounds', async () => {
  await state().hearChapter(projectId, chapterId, place(1).lineName)
  expect(services.player.given()).toHaveLength(Math.round(2.3 * SAMPLE_RATE))
  expect(soundingLine(state(), chapterId)).toBe(place(1).lineName)
  services.player.change({ positionSeconds: 1.4 })
  expect(soundingLine(state(), chapterId)).toBe(place(2).lineName)
  state().stopPlayback()
  expect(soundingLine(state(), chapterId)).toBeNull()
  await state().hearLine(place(0))
  expect(services.player.given()).toHaveLength(SAMPLE_RATE)
})

it('says that there is nothing to hear where the sound is gone', async () => {
  services.kept.lines = []
  await state().hearLine(place(0))
  await expect.poll(() => state().notices.at(-1)).toMatchObject({ error: { code: 'record-missing' } })
})
