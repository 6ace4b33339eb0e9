import { readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import rooms from './rooms.json'

const root = resolve(import.meta.dirname, '../..')
const ROOMS = Object.keys(rooms)

/** The zone rules do not look at types; without type information they run on files that do not exist. */
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] })

function anyModuleOf(room: string): string {
  const names = readdirSync(resolve(root, room), { recursive: true, encoding: 'utf8' })
  const name = names.find((name) => /(?<!\.test)\.tsx?$/.test(name))
  if (name === undefined) throw new Error(`${room} holds no module to import`)
  return resolve(root, room, name.replace(/\.tsx?$/, ''))
}

/** Rooms whose import from `folder` is an error. */
async function forbiddenFrom(folder: string, rooms: readonly string[]): Promise<string[]> {
  const imports = rooms.map((room) => {
    const path = relative(resolve(root, folder), anyModuleOf(room))
    return `import ${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}`
  })
  const [result] = await eslint.lintText(imports.join('\n'), { filePath: resolve(root, folder, 'imagined.ts') })
  const zoneErrors = (result?.messages ?? []).filter(({ ruleId }) => ruleId === 'import-x/no-restricted-paths')
  return zoneErrors.map(({ line }) => rooms[line - 1] ?? `line ${line}`)
}

const within = (room: string, floor: string) => room === floor || room.startsWith(`${floor}/`)

describe('the import zones of the linter', { timeout: 60_000 }, () => {
  it.each(Object.entries(rooms))('%s may import exactly what the list of rooms allows', async (room, { mayImport }) => {
    const others = ROOMS.filter((other) => other !== room)
    const forbidden = await forbiddenFrom(room === 'src/features' ? 'src/features/imagined' : room, others)
    expect(forbidden).toEqual(others.filter((other) => !mayImport.some((allowed) => within(other, allowed))))
  })

  it('knows every folder of the three floors', () => {
    const folders = ['src', 'src/shared', 'workers'].flatMap((floor) =>
      readdirSync(resolve(root, floor), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
        .map(({ name }) => `${floor}/${name}`),
    )
    expect(folders.sort()).toEqual([...ROOMS].sort())
  })

  it('lets nobody import what only tests and tools use', async () => {
    for (const room of ROOMS) expect(await forbiddenFrom(`${room}/imagined`, ['scripts/fixtures', 'scripts/testing'])).toHaveLength(2)
  })

  it('lets page and workers meet in the addresses alone', () => {
    const pairs = Object.entries(rooms).filter(([room]) => room.startsWith('src/'))
    const met = pairs.flatMap(([, { mayImport }]) => mayImport.filter((path) => path.startsWith('workers/')))
    expect(new Set(met)).toEqual(new Set(['workers/addresses.ts']))
  })

  it('refuses an import from one feature into another, and allows one inside a feature', async () => {
    const [feature, neighbour] = readdirSync(resolve(root, 'src/features')).map((name) => `src/features/${name}`)
    if (feature === undefined || neighbour === undefined) throw new Error('there are no two features')
    expect(await forbiddenFrom(feature, [feature, neighbour])).toEqual([neighbour])
  })

  it('refuses the bare ONNX Runtime package everywhere', async () => {
    for (const folder of ['src/features/imagined', 'workers/inference']) {
      const [result] = await eslint.lintText("import 'onnxruntime-web'", { filePath: resolve(root, folder, 'imagined.ts') })
      expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-imports')
    }
  })
})
