import { expect, it } from 'vitest'
import { sampleChapter, sampleProject } from '#testing/storage/sample-records'
import type { LineFacts, LineSound } from '../protocol/project'
import { projectFileCodec } from './project-file'

const cover = { bytes: Uint8Array.of(0xff, 0xd8).buffer, mediaType: 'image/jpeg' as const }
const chapters = [sampleChapter({ choices: { '1 It was dark.': { version: 2, gapSeconds: 1 } } }), sampleChapter({ id: 'two', title: 'Zwei', text: 'Ünder “quotes”.' })]
const kept = {
  project: sampleProject({ cover, chapterIds: ['chapter-1', 'two'], isWanted: true }),
  chapters,
  made: [
    { projectId: 'project-1', key: 'a', sampleRate: 24_000, sampleCount: 3, wallMs: 5 },
    { projectId: 'project-1', key: 'left', sampleRate: 24_000, sampleCount: 0, wallMs: 1, leftOut: 'text-unspeakable' as const },
    { projectId: 'project-1', key: 'b', sampleRate: 24_000, sampleCount: 2, wallMs: 6 },
  ],
}
const sounds: Record<string, LineSound> = {
  a: { projectId: 'project-1', key: 'a', pcm: Int16Array.of(1, -2, 3), scale: 0.5, words: [{ text: 'It', startSeconds: 0, endSeconds: 1 }] },
  b: { projectId: 'project-1', key: 'b', pcm: Int16Array.of(-7, 32_767), scale: 1 },
}
const encode = () => projectFileCodec.encode(kept, new Map([['ada', new Blob(['Ada’s voice'])]]), (key) => Promise.resolve(sounds[key]!))

it('gives back texts, choices, cover, voices and the sound of every line', async () => {
  const found = await projectFileCodec.decode(await encode())
  expect(found.project).toEqual({ ...kept.project, id: '', chapterIds: [], isWanted: false })
  expect(found.chapters).toEqual(chapters.map((chapter) => ({ ...chapter, id: '', projectId: '' })))
  expect(await found.voices.get('ada')?.text()).toBe('Ada’s voice')
  const lines: { facts: LineFacts; sound: LineSound | null }[] = []
  for await (const line of found.lines('new')) lines.push(line)
  expect(lines.map(({ facts }) => facts)).toEqual(kept.made.map((facts) => ({ ...facts, projectId: 'new' })))
  expect(lines.map(({ sound }) => sound)).toEqual([{ ...sounds['a'], projectId: 'new' }, null, { ...sounds['b'], projectId: 'new' }])
})

it.each([
  ['what is no project', new Blob(['{"format":"myna-voice"}'])],
  ['an empty file', new Blob([])],
  ['texts that are not JSON', new Blob([`${'myna-project 1 3'.padEnd(31)}\n`, 'abc'])],
  ['texts that lack something', new Blob([`${'myna-project 1 2'.padEnd(31)}\n`, '{}'])],
])('refuses %s', async (_name, file) => {
  await expect(projectFileCodec.decode(file)).rejects.toMatchObject({ code: 'project-file-invalid' })
})

it.each([
  ['steps', '"steps":1', '"steps":1000000000'],
  ['steps', '"steps":1', '"steps":0'],
  ['temperature', '"temperature":null', '"temperature":-1'],
  ['scale', '"scale":0.5', '"scale":1e30'],
  ['gapSeconds', '"gapSeconds":1', '"gapSeconds":1e9'],
  ['sampleRate', '"sampleRate":24000', '"sampleRate":1.5'],
])('refuses a project whose %s no reading can heed: %s as %s', async (name, written, changed) => {
  const whole = await encode()
  const bytes = Number(/^myna-project 1 (\d+)/.exec(await whole.slice(0, 32).text())?.[1])
  const json = await whole.slice(32, 32 + bytes).text()
  expect(json).toContain(written)
  const damaged = new Blob([json.replace(written, changed)])
  const file = new Blob([`${`myna-project 1 ${damaged.size}`.padEnd(31)}\n`, damaged, whole.slice(32 + bytes)])
  await expect(projectFileCodec.decode(file)).rejects.toMatchObject({ code: 'project-file-invalid', detail: expect.stringContaining(name) as string })
})

it('refuses a file that was cut off, and one of a later version', async () => {
  const whole = await encode()
  await expect(projectFileCodec.decode(whole.slice(0, whole.size - 1))).rejects.toMatchObject({ code: 'project-file-invalid' })
  await expect(projectFileCodec.decode(new Blob([`${'myna-project 2 2'.padEnd(31)}\n`, '{}']))).rejects.toMatchObject({ code: 'project-file-too-new' })
})
