import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreApi } from 'zustand'
import { createFakeServices, SAMPLE_RATE, testVoice, type FakeServices } from '#testing/state/fake-services'
import { MynaError } from '../../shared/protocol/errors'
import type { SpeakEvent } from '../../shared/protocol/engine'
import type { SpeakRequest } from '../../shared/protocol/inference'
import type { AppState } from '../app-state'
import { createAppStore } from '../create-app-store'
import { changedVoices, madeOfBook } from './book'

let services: FakeServices
let store: StoreApi<AppState>
/** What the engine was asked to say, in order. */
let said: string[]
/** Fails with this at the sentence. */
let trouble: Map<string, Error[]>
/** Sentences before which the engine waits until the test lets it go on. */
let gate: { readonly at: string; readonly opened: Promise<void> } | null

/** One second of sound for every request; a pause at its end. */
async function speak({ passages }: SpeakRequest, onEvent: (event: SpeakEvent) => void, signal: AbortSignal) {
  const text = passages.map((passage) => passage.text).join(' ')
  said.push(text)
  if (gate?.at === text) await Promise.race([gate.opened, new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(new MynaError('aborted')) }) })])
  signal.throwIfAborted()
  const failure = trouble.get(text)?.shift()
  if (failure) throw failure
  const samples = new Float32Array(2 * SAMPLE_RATE).fill(0.5, 0, SAMPLE_RATE)
  onEvent({ type: 'audio', chunkIndex: 0, samples, endsChunk: true, words: [{ text, startSeconds: 0, endSeconds: 1 }] })
  return { sampleCount: samples.length, sampleRate: SAMPLE_RATE, wallMs: 1, stages: [], executionProvider: 'wasm' as const, threads: 1 }
}

/** Gives the way to let the engine go on. */
function holdAt(text: string): () => void {
  let letGo: () => void = () => undefined
  gate = { at: text, opened: new Promise<void>((resolve) => { letGo = resolve }) }
  return letGo
}

async function open(): Promise<void> {
  services.inference.speak = speak
  store = createAppStore(services)
  await store.getState().start()
}

const document = {
  title: 'The Lamp', author: 'Ada', language: 'en', cover: null,
  chapters: [{ title: 'One', text: 'It was dark. The lamp was lit.' }, { title: 'Two', text: 'Nobody came. Nobody at all.' }],
}
const state = () => store.getState()
const book = (id: string) => state().books[id]!
const made = (id: string) => madeOfBook(book(id), state())

async function created(): Promise<string> {
  const id = await state().createProject(document)
  expect(id).not.toBeNull()
  return id!
}

beforeEach(async () => {
  services = createFakeServices({ voices: [testVoice('ada'), testVoice('ben')] })
  said = []
  trouble = new Map()
  gate = null
  await open()
})

describe('making a project', () => {
  it('says every sentence once, keeps it without the pause at its end, and is whole then', async () => {
    const id = await created()
    await state().makeProject(id)
    expect(said).toEqual(['It was dark.', 'The lamp was lit.', 'Nobody came.', 'Nobody at all.'])
    expect(services.kept.lines.map(({ facts, sound }) => [facts.sampleCount, sound?.pcm.length, sound?.words?.length])).toEqual(Array.from({ length: 4 }, () => [SAMPLE_RATE, SAMPLE_RATE, 1]))
    expect(made(id)).toMatchObject({ lineCount: 4, madeCount: 4, seconds: 4 + 0.3 + 0.3 })
    expect(state().making).toEqual({ phase: 'idle' })
    expect(services.kept.projects).toMatchObject([{ isWanted: false }])
    expect(state().takes).toEqual([])
  })

  it('makes again what was deleted when the project was whole another way', async () => {
    const id = await created()
    const { settings } = book(id).project
    await state().makeProject(id)
    await state().changeProject(id, { settings: { ...settings, speed: 1.2 } })
    await state().makeProject(id)
    await state().changeProject(id, { settings })
    expect(made(id).madeCount).toBe(0)
    await state().makeProject(id)
    expect(said).toHaveLength(12)
  })

  it('is paused at once while it waits for whatever else has the engine', async () => {
    const id = await created()
    holdAt('A long reading.')
    state().setText('A long reading.')
    void state().speak()
    await expect.poll(() => said).toEqual(['A long reading.'])
    void state().makeProject(id)
    await expect.poll(() => state().making).toEqual({ phase: 'waiting', projectId: id })
    await state().pauseProject(id)
    expect(state().making).toEqual({ phase: 'idle' })
    expect(book(id).project.isWanted).toBe(false)
    state().stopSpeaking()
  })

  it('goes on after a reload from the first sentence that is missing', async () => {
    const id = await created()
    holdAt('Nobody came.')
    void state().makeProject(id)
    await expect.poll(() => said).toHaveLength(3)
    expect(services.kept.lines).toHaveLength(2)
    // The tab is closed here: nothing of it happens any more.
    said = []
    gate = null
    await open()
    await expect.poll(() => services.kept.projects).toMatchObject([{ isWanted: false }])
    expect(said).toEqual(['Nobody came.', 'Nobody at all.'])
    expect(made(id).madeCount).toBe(4)
  })

  it('is paused at once and stays so after a reload, and then goes on where it was', async () => {
    const id = await created()
    holdAt('The lamp was lit.')
    const making = state().makeProject(id)
    await expect.poll(() => state().making).toMatchObject({ phase: 'making', lineName: '1 The lamp was lit.' })
    await state().pauseProject(id)
    await making
    expect(state().making).toEqual({ phase: 'idle' })
    said = []
    gate = null
    await open()
    expect(said).toEqual([])
    await state().makeProject(id)
    expect(said[0]).toBe('The lamp was lit.')
    expect(made(id).madeCount).toBe(4)
  })

  it('lets a reading have the engine at once, and makes the interrupted sentence afterwards', async () => {
    const id = await created()
    holdAt('The lamp was lit.')
    const making = state().makeProject(id)
    await expect.poll(() => said).toHaveLength(2)
    const letGo = holdAt('Out of turn.')
    state().setText('Out of turn.')
    await state().speak()
    await expect.poll(() => state().making).toEqual({ phase: 'waiting', projectId: id })
    letGo()
    await making
    expect(said).toEqual(['It was dark.', 'The lamp was lit.', 'Out of turn.', 'The lamp was lit.', 'Nobody came.', 'Nobody at all.'])
    expect(made(id).madeCount).toBe(4)
  })

  it('makes a chapter first that somebody wants to hear, also while it is under way', async () => {
    const id = await created()
    const letGo = holdAt('It was dark.')
    const making = state().makeProject(id)
    await expect.poll(() => said).toHaveLength(1)
    await state().makeProject(id, book(id).chapters[1]!.id)
    letGo()
    await making
    expect(said).toEqual(['It was dark.', 'Nobody came.', 'Nobody at all.', 'The lamp was lit.'])
  })

  it('lets one line of another project pass, and goes on; another project as a whole pauses it', async () => {
    const id = await created()
    const other = (await state().createProject({ ...document, chapters: [{ title: '', text: 'Elsewhere. It rained.' }] }))!
    holdAt('The lamp was lit.')
    const making = state().makeProject(id)
    await expect.poll(() => said).toHaveLength(2)
    gate = null
    await state().makeLine(other, book(other).chapters[0]!.id, '1 It rained.')
    await making
    await expect.poll(() => made(id).madeCount).toBe(4)
    expect(said).toEqual(['It was dark.', 'The lamp was lit.', 'It rained.', 'The lamp was lit.', 'Nobody came.', 'Nobody at all.'])
    await state().changeProject(id, { isWanted: true })
    await state().makeProject(other)
    expect(services.kept.projects.map(({ isWanted }) => isWanted)).toEqual([false, false])
  })

  it('lets each of the cast say their lines, those who were cast on the Speak page from the beginning', async () => {
    state().setCast({ isOn: true })
    state().setRole('ANNA', 'ben')
    const id = (await state().createProject({ ...document, chapters: [{ title: '', text: 'It was late.\n\nANNA: Who is there?\n\nNobody came.' }] }))!
    expect(book(id).project.cast).toMatchObject([{ name: '', voiceId: 'ada' }, { name: 'ANNA', voiceId: 'ben' }])
    await state().makeProject(id)
    expect(said).toEqual(['It was late.', 'Who is there?', 'Nobody came.'])
    expect(services.kept.prepared).toEqual(new Set(['sha-ada starter-key', 'sha-ben starter-key']))
  })

  it('makes no chapter that is left out', async () => {
    const id = await created()
    await state().changeChapter(id, book(id).chapters[0]!.id, { isIncluded: false })
    await state().makeProject(id)
    expect(said).toEqual(['Nobody came.', 'Nobody at all.'])
  })

  it('says only sentences again whose words changed, and lets go of sounds that nobody asks for', async () => {
    const id = await created()
    await state().makeProject(id)
    said = []
    await state().changeChapter(id, book(id).chapters[0]!.id, { text: 'It was dark. The lamp was out. It was dark.' })
    expect(made(id)).toMatchObject({ lineCount: 5, madeCount: 4 })
    await state().makeProject(id)
    expect(said).toEqual(['The lamp was out.'])
    expect(services.kept.lines).toHaveLength(4)
  })
})

describe('a voice that is another by now', () => {
  it('takes back nothing that is made when it is deleted; the rest asks for another voice', async () => {
    const id = await created()
    await state().changeChapter(id, book(id).chapters[1]!.id, { isIncluded: false })
    await state().makeProject(id)
    await state().deleteVoice('ada')
    expect(made(id)).toMatchObject({ lineCount: 2, madeCount: 2 })
    await state().changeChapter(id, book(id).chapters[1]!.id, { isIncluded: true })
    await state().makeProject(id)
    expect(state().making).toMatchObject({ phase: 'failed', error: { code: 'voice-missing' } })
    expect(made(id)).toMatchObject({ lineCount: 4, madeCount: 2 })
  })

  it('takes back nothing when it learned anew, until a person wants that', async () => {
    const id = await created()
    await state().makeProject(id)
    await services.voices.change('ada', (voice) => ({ ...voice, promptSha256: 'sha-another' }))
    await state().refreshVoices()
    await state().makeProject(id)
    expect(said).toHaveLength(4)
    expect(changedVoices(book(id).project, state().voices)).toMatchObject([{ id: 'ada' }])
    await state().takeNewVoices(id)
    expect(changedVoices(book(id).project, state().voices)).toEqual([])
    await state().makeProject(id)
    expect(said).toHaveLength(8)
  })

  it('is known of a project that was made before such things were kept', async () => {
    const id = await created()
    await state().makeProject(id)
    services.kept.projects = services.kept.projects.map(({ voiceSounds, ...project }) => { expect(voiceSounds).toBeDefined(); return project })
    await state().openProject(id)
    expect(services.kept.projects).toMatchObject([{ voiceSounds: { ada: { '': 'sha-ada' } } }])
  })
})

it('keeps what another tab changed of a project meanwhile', async () => {
  const id = await created()
  await services.projects.change(id, (project) => ({ ...project, title: 'Another' }))
  await services.projects.addChapter({ ...book(id).chapters[0]!, id: 'third', title: 'Three' })
  await state().moveChapter(id, book(id).chapters[0]!.id, 1)
  expect(services.kept.projects).toMatchObject([{ title: 'Another', chapterIds: book(id).chapters.map((chapter) => chapter.id) }])
  expect(book(id)).toMatchObject({ project: { title: 'Another' }, chapters: [{ title: 'Two' }, { title: 'One' }, { title: 'Three' }] })
})

it('pauses a project that was on its way before, also one that nobody opened in this tab', async () => {
  const id = await created()
  const other = await created()
  await services.projects.change(other, (project) => ({ ...project, isWanted: true }))
  services.projects.claim = () => new Promise(() => undefined)
  await open()
  await expect.poll(() => state().making).toEqual({ phase: 'elsewhere', projectId: other })
  void state().makeProject(id)
  await expect.poll(() => services.kept.projects.filter(({ isWanted }) => isWanted)).toEqual([])
})

describe('what goes wrong', () => {
  it('says that the disk is full, keeps what is made, and does not try again by itself', async () => {
    const id = await created()
    const keepLine = services.projects.keepLine.bind(services.projects)
    services.projects.keepLine = (facts, sound) => (services.kept.lines.length === 1 ? Promise.reject(new MynaError('storage-full', 'x')) : keepLine(facts, sound))
    await state().makeProject(id)
    expect(state().making).toMatchObject({ phase: 'failed', projectId: id, error: { code: 'storage-full' } })
    expect(services.kept.projects).toMatchObject([{ isWanted: false }])
    expect(made(id).madeCount).toBe(1)
    services.projects.keepLine = keepLine
    await state().makeProject(id)
    expect(made(id).madeCount).toBe(4)
  })

  it('leaves out what cannot be said, and goes on', async () => {
    const id = await created()
    trouble.set('The lamp was lit.', [new MynaError('text-script-unsupported', 'x')])
    await state().makeProject(id)
    expect(made(id).madeCount).toBe(4)
    expect(services.kept.lines[1]).toMatchObject({ facts: { sampleCount: 0, leftOut: 'text-script-unsupported' }, sound: null })
  })

  it('tries a sentence again over which the worker crashed, but not for ever', async () => {
    const id = await created()
    const crash = () => new MynaError('worker-crashed', 'x')
    trouble.set('It was dark.', [crash(), crash()])
    trouble.set('Nobody came.', [crash(), crash(), crash()])
    await state().makeProject(id)
    expect(state().making).toMatchObject({ phase: 'failed', error: { code: 'worker-crashed' } })
    expect(made(id).madeCount).toBe(2)
  })

  it('asks for a voice where nobody is chosen', async () => {
    const id = await created()
    await state().deleteVoice('ada')
    await state().makeProject(id)
    expect(state().making).toMatchObject({ phase: 'failed', error: { code: 'voice-missing' } })
  })

  it('leaves to another tab what that makes, and notices that it is whole', async () => {
    const id = await created()
    let letGo: () => void = () => undefined
    services.projects.claim = () => new Promise((resolve) => { letGo = () => { resolve(() => undefined) } })
    await state().changeProject(id, { isWanted: true })
    await open()
    await expect.poll(() => state().making).toEqual({ phase: 'elsewhere', projectId: id })
    services.kept.projects = services.kept.projects.map((project) => ({ ...project, isWanted: false }))
    letGo()
    await expect.poll(() => state().making).toEqual({ phase: 'idle' })
    expect(said).toEqual([])
  })

  it('ends with everything that is erased', async () => {
    const id = await created()
    holdAt('The lamp was lit.')
    const making = state().makeProject(id)
    await expect.poll(() => said).toHaveLength(2)
    await state().eraseAll()
    await making
    expect(services.kept.projects).toEqual([])
    expect(state()).toMatchObject({ projects: [], books: {}, making: { phase: 'idle' } })
  })

  it('is deleted with all that was made, also while it is made', async () => {
    const id = await created()
    holdAt('The lamp was lit.')
    const making = state().makeProject(id)
    await expect.poll(() => said).toHaveLength(2)
    await state().deleteProject(id)
    await making
    expect(services.kept).toMatchObject({ projects: [], chapters: [], lines: [] })
    expect(state()).toMatchObject({ projects: [], shownProjectId: null, making: { phase: 'idle' } })
  })
})

it('holds the screen awake while it makes, and no longer', async () => {
  const id = await created()
  let holders = 0
  services.wakeLock.hold = () => {
    holders++
    return () => { holders-- }
  }
  const letGo = holdAt('Nobody came.')
  const making = state().makeProject(id)
  await expect.poll(() => said).toHaveLength(3)
  expect(holders).toBe(1)
  letGo()
  await making
  expect(holders).toBe(0)
})

it('holds no sound of a long book: what is in memory of 100,000 words are texts and figures', async () => {
  const sentence = (chapter: number, number: number) => `Sentence ${number} of chapter ${chapter} ${'goes on '.repeat(27)}here.`
  const chapters = Array.from({ length: 10 }, (_, chapter) => ({
    title: `Chapter ${chapter}`,
    text: Array.from({ length: 170 }, (_, number) => sentence(chapter, number)).join(' '),
  }))
  expect(chapters.flatMap(({ text }) => text.split(' ')).length).toBeGreaterThanOrEqual(100_000)
  services.inference.speak = (_request, onEvent) => {
    onEvent({ type: 'audio', chunkIndex: 0, samples: new Float32Array(500).fill(0.5), endsChunk: true })
    return Promise.resolve({ sampleCount: 500, sampleRate: SAMPLE_RATE, wallMs: 1, stages: [], executionProvider: 'wasm', threads: 1 })
  }
  let keptCount = 0
  services.projects.keepLine = (_facts, sound) => {
    keptCount += sound?.pcm.length === 500 ? 1 : 0
    return Promise.resolve()
  }
  const id = (await state().createProject({ ...document, chapters }))!
  await state().makeProject(id)
  expect(keptCount).toBe(1700)
  expect(holdsSamples(state().books)).toBe(false)
})

/** Whether a typed array of samples can be reached from a value. */
function holdsSamples(value: unknown, seen = new Set<unknown>()): boolean {
  if (value instanceof Float32Array || value instanceof Int16Array) return value.length > 0
  if (typeof value !== 'object' || value === null || value instanceof ArrayBuffer || seen.has(value)) return false
  seen.add(value)
  const parts = value instanceof Map ? [...value.values()] : Object.values(value)
  return parts.some((part) => holdsSamples(part, seen))
}
