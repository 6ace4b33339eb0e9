// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeAppStore } from '#testing/state/fake-app-store'
import { packStatus, testVoice } from '#testing/state/fake-services'
import { sampleChapter, sampleProject } from '#testing/storage/sample-records'
import { PLAIN_PROSODY } from '../../shared/protocol/script'
import type { AppState } from '../../state/app-state'
import { chapterLines, type Book } from '../../state/projects/book'
import { AppStoreContext } from '../../state/use-app'
import { ProjectsPage } from './projects-page'

afterEach(cleanup)

const project = sampleProject({ chapterIds: ['chapter-1', 'chapter-2'] })
const chapters = [sampleChapter(), sampleChapter({ id: 'chapter-2', title: 'Two', text: 'He was alone.' })]
const voices = [testVoice('ada', 'Ada')]

/** A project whose first chapter has so many sentences made, each of two seconds. */
function bookWith(madeCount: number): Book {
  const book = { project, chapters, made: new Map() }
  const keys = chapterLines(book, chapters[0]!, { voices, pronunciations: [] }).map(({ key }) => key).slice(0, madeCount)
  return { ...book, made: new Map(keys.map((key) => [key, { projectId: project.id, key, sampleRate: 24_000, sampleCount: 48_000, wallMs: 60_000 }])) }
}

function show(state: Partial<AppState>) {
  const pronunciations: AppState['pronunciations'] = []
  const store = createFakeAppStore({ voices, pronunciations, packs: [packStatus('ready')], ...state })
  render(
    <AppStoreContext value={store}>
      <ProjectsPage />
    </AppStoreContext>,
  )
  return store.getState()
}
const showBook = (book: Book, state: Partial<AppState> = {}) => show({ projects: [book.project], books: { [book.project.id]: book }, shownProjectId: book.project.id, ...state })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

it('begins a project with a text, and takes the one from the Speak page', () => {
  const { createProject } = show({ text: 'Written before.' })
  expect(screen.getByText('No project yet')).toBeTruthy()
  fill('Title of the project', 'The Lamp')
  press('Take the text from the Speak page')
  press('Create project')
  expect(createProject).toHaveBeenCalledExactlyOnceWith({ title: 'The Lamp', author: null, language: null, cover: null, chapters: [{ title: 'Chapter 1', text: 'Written before.' }] })
})

it('asks before a project is deleted', () => {
  const { deleteProject, showProject } = show({ projects: [project] })
  press('Open The Lamp')
  expect(showProject).toHaveBeenCalledExactlyOnceWith(project.id)
  press('Delete The Lamp')
  expect(deleteProject).not.toHaveBeenCalled()
  press('Delete project')
  expect(deleteProject).toHaveBeenCalledExactlyOnceWith(project.id)
})

it('tells how far all of it and each chapter are, and how long the rest takes here', () => {
  const { makeProject } = showBook(bookWith(2))
  expect(screen.getByText('2 of 4 sentences, 4.3 s of sound, about 2 min left')).toBeTruthy()
  expect(screen.getByText(/^2 of 3 sentences, 4.3 s of sound, about .* left$/)).toBeTruthy()
  expect(screen.getByText(/^0 of 1 sentence, about .* left$/)).toBeTruthy()
  press('Continue')
  expect(makeProject).toHaveBeenCalledExactlyOnceWith(project.id)
})

it('can be paused while it is made, and says which chapter is made', () => {
  const { pauseProject } = showBook(bookWith(0), { making: { phase: 'making', projectId: project.id, chapterId: 'chapter-2', lineName: '', progress: null } })
  expect(screen.getByRole('progressbar', { name: 'Making chapter 2' })).toBeTruthy()
  press('Pause')
  expect(pauseProject).toHaveBeenCalledExactlyOnceWith(project.id)
})

it('says why it stopped, and asks for the engine where that is not here', () => {
  const { requestPack } = showBook(bookWith(1), { packs: [packStatus('absent')], making: { phase: 'failed', projectId: project.id, error: { code: 'storage-full', detail: 'x' } } })
  expect(screen.getByRole('alert')).toBeTruthy()
  press('Download the engine')
  expect(requestPack).toHaveBeenCalledExactlyOnceWith('starter')
})

it('offers for a sentence what can be done with it', () => {
  const { sayLineAgain, hearLine, chooseLine, moveLine } = showBook(bookWith(1))
  press('Open One')
  press('It was dark.')
  const place = { projectId: project.id, chapterId: 'chapter-1', lineName: '1 It was dark.' }
  press('Hear it')
  expect(hearLine).toHaveBeenCalledExactlyOnceWith(place)
  press('Say it again')
  expect(sayLineAgain).toHaveBeenCalledExactlyOnceWith(place, 1)
  press('Move down')
  expect(moveLine).toHaveBeenCalledExactlyOnceWith(place, 1)
  fill('Silence before it', '2')
  expect(chooseLine).toHaveBeenCalledExactlyOnceWith(place, { gapSeconds: 2 })
  fill('What is said', 'It was bright.')
  press('Say these words')
  expect(chooseLine).toHaveBeenLastCalledWith(place, { words: 'It was bright.' })
  press('The lamp was lit. (not made yet)')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Hear it' }).disabled).toBe(true)
})

it('offers the moods of a voice for a sentence, and says why one cannot be moved', () => {
  const { promptWav, promptSeconds, promptSha256 } = testVoice('excited')
  const ada = { ...testVoice('ada', 'Ada'), moods: [{ name: 'excited', promptWav, promptSeconds, promptSha256 }] }
  const chapter = sampleChapter({ text: 'It was dark. The [say: lamp | light] was lit.' })
  const { chooseLine } = showBook({ project, chapters: [chapter], made: new Map() }, { voices: [ada] })
  press('Open One')
  press('It was dark. (not made yet)')
  fill('Mood', 'excited')
  expect(chooseLine).toHaveBeenCalledExactlyOnceWith({ projectId: project.id, chapterId: 'chapter-1', lineName: '1 It was dark.' }, { mood: 'excited' })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move down' }).disabled).toBe(true)
  expect(screen.getByText(/^Only past a sentence of the same speaker/)).toBeTruthy()
})

it('asks before a book is made again with a voice that sounds otherwise by now', () => {
  const { takeNewVoices } = showBook({ ...bookWith(0), project: { ...project, voiceSounds: { ada: { '': 'sha-former' } } } })
  expect(screen.getByText('Another sound than before: Ada')).toBeTruthy()
  press('Make all of it again')
  expect(takeNewVoices).toHaveBeenCalledExactlyOnceWith(project.id)
})

it('keeps the text of a chapter once it is saved', () => {
  const { changeChapter } = showBook(bookWith(0))
  press('Open Two')
  press('Title and text')
  fill('Text of Two', 'Somebody came.')
  press('Save chapter')
  expect(changeChapter).toHaveBeenCalledExactlyOnceWith(project.id, 'chapter-2', { text: 'Somebody came.', title: 'Two' })
})

it('saves files of the chapters that are complete, in the form that is chosen', async () => {
  const { projectSound, projectSubtitles } = showBook(bookWith(3))
  expect(screen.getByText('1 of 2 chapters are complete; only those go into a file.')).toBeTruthy()
  fill('File', 'chapters mp3')
  press('Download chapters')
  await waitFor(() => { expect(projectSound).toHaveBeenCalledExactlyOnceWith(project.id, { form: 'chapters', format: 'mp3', loudness: 'audiobook', gapSeconds: 1.5 }) })
  press('Subtitles (VTT)')
  await waitFor(() => { expect(projectSubtitles).toHaveBeenCalledExactlyOnceWith(project.id, 'vtt', 1.5) })
})

it('changes title, voices, also of whom the text lets speak, and pace', () => {
  const chapter = sampleChapter({ text: 'ANNA: Who is there?\n\nBEN: It is me.\n\nANNA: Come in.' })
  const { changeProject } = showBook({ project, chapters: [chapter], made: new Map() }, { voices: [...voices, testVoice('ben', 'Ben')] })
  press('Title, voices and engine')
  fill('Title', 'Another')
  press('Save title and author')
  expect(changeProject).toHaveBeenLastCalledWith(project.id, { title: 'Another', author: 'Ada' })
  fill('Voice', 'ben')
  expect(changeProject).toHaveBeenLastCalledWith(project.id, { cast: [{ ...project.cast[0], voiceId: 'ben' }] })
  fill('Voice of ANNA', 'ben')
  expect(changeProject).toHaveBeenLastCalledWith(project.id, { cast: [...project.cast, { name: 'ANNA', voiceId: 'ben', prosody: PLAIN_PROSODY }] })
  fill('Pace', '1.1')
  expect(changeProject).toHaveBeenLastCalledWith(project.id, { settings: { ...project.settings, speed: 1.1 } })
})
