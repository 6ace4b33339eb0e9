import { readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** The table of the README: each room, and the rooms that it may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/protocol': [],
  'src/audio': [],
  'src/text': [],
  'src/components': [],
  'src/service-worker': [],
  'src/storage': ['src/protocol', 'src/audio'],
  'src/engine': ['src/protocol', 'src/audio', 'src/storage'],
  'src/store': ['src/protocol', 'src/audio', 'src/text', 'src/engine', 'src/storage'],
  'src/features': ['src/protocol', 'src/audio', 'src/text', 'src/components', 'src/store'],
  'workers/kernels': ['src/protocol'],
  'workers/formats': ['src/protocol'],
  'workers/compiler': ['src/protocol', 'workers/formats'],
  'workers/inference': ['src/protocol', 'src/audio', 'src/text', 'src/storage', 'workers/kernels', 'workers/formats'],
  'workers/models': ['src/protocol', 'src/storage', 'workers/compiler', 'workers/formats'],
  'workers/playback': ['src/protocol', 'src/audio'],
  'workers/recording': ['src/protocol', 'src/audio'],
}
const ROOMS = [...Object.keys(MAY_IMPORT), 'src/app']

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

describe('the import zones of the linter', { timeout: 60_000 }, () => {
  it.each(Object.entries(MAY_IMPORT))('%s may import exactly what the table allows', async (room, allowed) => {
    const others = ROOMS.filter((other) => other !== room)
    const forbidden = await forbiddenFrom(room === 'src/features' ? 'src/features/imagined' : room, others)
    expect(forbidden).toEqual(others.filter((other) => !allowed.includes(other)))
  })

  it('lets the composition root import every room of src', async () => {
    const roomsOfSrc = ROOMS.filter((room) => room.startsWith('src/') && room !== 'src/app')
    expect(await forbiddenFrom('src/app', roomsOfSrc)).toEqual([])
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
