import 'fake-indexeddb/auto'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { sampleChapter, sampleProject } from '#testing/storage/sample-records'
import { createDatabase } from './database'
import { createProjectRepository } from './projects'
import type { ProjectRepository } from './services'

let projects: ProjectRepository
beforeEach(() => {
  projects = createProjectRepository(createDatabase(randomUUID()))
})

const chapters = [sampleChapter({ id: 'one' }), sampleChapter({ id: 'two' })]
const project = sampleProject({ chapterIds: ['two', 'one'] })
const line = (key: string, projectId = project.id) =>
  projects.keepLine({ projectId, key, sampleRate: 24_000, sampleCount: 2, wallMs: 5 }, { projectId, key, pcm: Int16Array.of(1, 2), scale: 0.5 })

it('keeps nothing of a project that is gone: everything may have been erased meanwhile', async () => {
  await expect(line('a')).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.change(project.id, (kept) => kept)).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.changeChapter('one', (kept) => kept)).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.addChapter(chapters[0]!)).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.deleteChapter(project.id, 'one')).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.read(project.id)).rejects.toMatchObject({ code: 'record-missing' })
  await expect(projects.readLine(project.id, 'a')).rejects.toMatchObject({ code: 'record-missing' })
  expect(await projects.list()).toEqual([])
})

it('gives chapters in their order and what is known of the lines, newest project first', async () => {
  await projects.create(project, chapters)
  await projects.create(sampleProject({ id: 'newer', createdAt: '2026-02-01T00:00:00.000Z', chapterIds: [] }), [])
  await line('a')
  const kept = await projects.read(project.id)
  expect(kept.chapters.map(({ id }) => id)).toEqual(['two', 'one'])
  expect(kept.made).toMatchObject([{ key: 'a', sampleCount: 2 }])
  expect((await projects.list()).map(({ id }) => id)).toEqual(['newer', project.id])
  expect(await projects.readLine(project.id, 'a')).toMatchObject({ pcm: Int16Array.of(1, 2), scale: 0.5 })
})

it('changes what is kept, whatever another tab made of it meanwhile', async () => {
  await projects.create(project, chapters)
  await projects.change(project.id, (kept) => ({ ...kept, title: 'Another' }))
  expect(await projects.addChapter(sampleChapter({ id: 'three' }))).toMatchObject({ title: 'Another', chapterIds: ['two', 'one', 'three'] })
  expect(await projects.change(project.id, (kept) => ({ ...kept, isWanted: true }))).toMatchObject({ title: 'Another', isWanted: true, chapterIds: ['two', 'one', 'three'] })
  await projects.changeChapter('one', (kept) => ({ ...kept, title: 'First' }))
  expect(await projects.changeChapter('one', (kept) => ({ ...kept, text: 'New.' }))).toMatchObject({ title: 'First', text: 'New.' })
  expect((await projects.read(project.id)).chapters.map(({ title }) => title)).toEqual([chapters[1]!.title, 'First', chapters[0]!.title])
})

it('deletes a chapter, and the sound of lines that nobody asks for any more', async () => {
  await projects.create(project, chapters)
  await projects.create(sampleProject({ id: 'other', chapterIds: [] }), [])
  for (const key of ['a', 'b']) await line(key)
  await line('b', 'other')
  expect(await projects.deleteChapter(project.id, 'one')).toMatchObject({ chapterIds: ['two'] })
  await projects.keepOnly(project.id, new Set(['a']))
  const kept = await projects.read(project.id)
  expect(kept.chapters.map(({ id }) => id)).toEqual(['two'])
  expect(kept.made.map(({ key }) => key)).toEqual(['a'])
  await expect(projects.readLine(project.id, 'b')).rejects.toMatchObject({ code: 'record-missing' })
  expect((await projects.read('other')).made).toHaveLength(1)
})

it('deletes a project with its chapters and its sound, and no other', async () => {
  await projects.create(project, chapters)
  await projects.create(sampleProject({ id: 'other', chapterIds: ['three'] }), [sampleChapter({ id: 'three', projectId: 'other' })])
  await line('a')
  await line('a', 'other')
  await projects.delete(project.id)
  await projects.delete(project.id)
  expect(await projects.list()).toMatchObject([{ id: 'other' }])
  await expect(projects.readLine(project.id, 'a')).rejects.toMatchObject({ code: 'record-missing' })
  expect(await projects.read('other')).toMatchObject({ chapters: [{ id: 'three' }], made: [{ key: 'a' }] })
})
