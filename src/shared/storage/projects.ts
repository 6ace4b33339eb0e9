import { MynaError } from '../protocol/errors'
import type { Project } from '../protocol/project'
import { claimReading } from '../threads/reading-lock'
import type { Database, WriteTransaction } from './database'
import type { ProjectRepository } from './services'

/** Books and scripts with their chapters, and the sound of their lines. */
export function createProjectRepository(database: Database): ProjectRepository {
  return {
    claim: claimReading,

    async list() {
      const projects = await database.read(['projects'], (tx) => tx.objectStore('projects').getAll())
      return projects.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    },

    read: (id) =>
      database.read(['projects', 'projectChapters', 'lineFacts'], async (tx) => {
        const project = await tx.objectStore('projects').get(id)
        if (!project) throw new MynaError('record-missing', `project ${id}`)
        const kept = await tx.objectStore('projectChapters').index('projectId').getAll(id)
        const byId = new Map(kept.map((chapter) => [chapter.id, chapter]))
        const chapters = project.chapterIds.map((chapterId) => byId.get(chapterId)).filter((chapter) => chapter !== undefined)
        return { project, chapters, made: await tx.objectStore('lineFacts').getAll(linesOf(id)) }
      }),

    create: (project, chapters) =>
      database.write(['projects', 'projectChapters'], async (tx) => {
        await tx.objectStore('projects').put(project)
        for (const chapter of chapters) await tx.objectStore('projectChapters').put(chapter)
      }),

    change: (id, change) => database.write(['projects'], (tx) => changeProject(tx, id, change)),

    changeChapter: (id, change) =>
      database.write(['projectChapters'], async (tx) => {
        const kept = await tx.objectStore('projectChapters').get(id)
        if (!kept) throw new MynaError('record-missing', `chapter ${id}`)
        const changed = change(kept)
        await tx.objectStore('projectChapters').put(changed)
        return changed
      }),

    addChapter: (chapter) =>
      database.write(['projects', 'projectChapters'], async (tx) => {
        const project = await changeProject(tx, chapter.projectId, (kept) => ({ ...kept, chapterIds: [...kept.chapterIds, chapter.id] }))
        await tx.objectStore('projectChapters').put(chapter)
        return project
      }),

    deleteChapter: (projectId, chapterId) =>
      database.write(['projects', 'projectChapters'], async (tx) => {
        const project = await changeProject(tx, projectId, (kept) => ({ ...kept, chapterIds: kept.chapterIds.filter((id) => id !== chapterId) }))
        await tx.objectStore('projectChapters').delete(chapterId)
        return project
      }),

    keepLine: (facts, sound) =>
      database.write(['projects', 'lineFacts', 'lineSounds'], async (tx) => {
        // Everything may have been erased meanwhile: then nothing of it is kept any more.
        await assertKept(tx, facts.projectId)
        await tx.objectStore('lineFacts').put(facts)
        if (sound) await tx.objectStore('lineSounds').put(sound)
      }),

    readLine: (projectId, key) =>
      database.read(['lineSounds'], async (tx) => {
        const sound = await tx.objectStore('lineSounds').get([projectId, key])
        if (!sound) throw new MynaError('record-missing', `a line of project ${projectId}`)
        return sound
      }),

    keepOnly: (projectId, keys) =>
      database.write(['lineFacts', 'lineSounds'], async (tx) => {
        for (const id of await tx.objectStore('lineFacts').getAllKeys(linesOf(projectId))) {
          if (keys.has(id[1])) continue
          await tx.objectStore('lineFacts').delete(id)
          await tx.objectStore('lineSounds').delete(id)
        }
      }),

    delete: (id) =>
      database.write(['projects', 'projectChapters', 'lineFacts', 'lineSounds'], async (tx) => {
        await tx.objectStore('projects').delete(id)
        const chapters = tx.objectStore('projectChapters')
        for (const chapterId of await chapters.index('projectId').getAllKeys(id)) await chapters.delete(chapterId)
        await tx.objectStore('lineFacts').delete(linesOf(id))
        await tx.objectStore('lineSounds').delete(linesOf(id))
      }),
  }
}

async function changeProject(tx: Pick<WriteTransaction<'projects'>, 'objectStore'>, id: string, change: (kept: Project) => Project): Promise<Project> {
  const kept = await tx.objectStore('projects').get(id)
  if (!kept) throw new MynaError('record-missing', `project ${id}`)
  const changed = change(kept)
  await tx.objectStore('projects').put(changed)
  return changed
}

async function assertKept(tx: Pick<WriteTransaction<'projects'>, 'objectStore'>, id: string): Promise<void> {
  if ((await tx.objectStore('projects').getKey(id)) === undefined) throw new MynaError('record-missing', `project ${id}`)
}

/** All lines of one project, as a range of keys: an empty list sorts behind every string. */
function linesOf(projectId: string): IDBKeyRange {
  return IDBKeyRange.bound([projectId], [projectId, []])
}
