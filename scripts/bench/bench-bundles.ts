import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const bundles = resolve(root, '.cache/bench')
/** Where graphs of the published structure without weights lie beside some checkouts. */
const skeletons = resolve(root, '../../shared/reference/pocket-tts/graphs')

/** A full-size bundle with random weights: what it says is noise, what it costs is what the published one costs. */
export interface BenchBundle {
  readonly folder: string
  readonly files: readonly string[]
  readonly bytes: number
  /** Whether its graphs are those of the publisher, node by node, or the project's equivalent. */
  readonly structure: 'published' | 'own'
}

export type BenchContract = 'A' | 'A float32'

const recipes = {
  A: { skeleton: 'A-full-int8.skeleton', published: 'endless-a-int8', own: 'endless-own-a-int8', args: ['--full', '--int8'], marker: 'bundle.json' },
  // What a GPU takes: full precision. Published graphs of that size are beside no checkout.
  'A float32': { skeleton: null, published: null, own: 'endless-own-a-float32', args: ['--full'], marker: 'bundle.json' },
} as const

/** Takes a bundle made before, or makes it (about half a minute). */
export function benchBundle(contract: BenchContract): BenchBundle {
  const { skeleton, published, own, args, marker } = recipes[contract]
  const from = skeleton === null ? null : join(skeletons, skeleton)
  const structure = from !== null && existsSync(from) ? 'published' : 'own'
  const folder = join(bundles, structure === 'published' ? published ?? own : own)
  if (!existsSync(join(folder, marker))) {
    console.error(`Making a full-size bundle of contract ${contract} with random weights …`)
    if (from !== null && structure === 'published') make('fill-skeleton.ts', '--from', from, '--out', folder)
    else {
      // Filled already; what filling changes in it is that speech does not end.
      make('build-fixtures.ts', ...args, '--out', `${folder}-ending`)
      make('fill-skeleton.ts', '--from', `${folder}-ending`, '--out', folder)
      rmSync(`${folder}-ending`, { recursive: true })
    }
  }
  const files = readdirSync(folder).map((name) => join(folder, name))
  return { folder, files, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0), structure }
}

function make(script: string, ...args: readonly string[]): void {
  const tsx = resolve(root, 'node_modules/tsx/dist/cli.mjs')
  const path = resolve(root, 'scripts/fixtures', script)
  const { status } = spawnSync(process.execPath, [tsx, path, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('The bundle could not be made.')
}
