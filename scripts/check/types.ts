/** `npm run types`: type-checks every thread with its own configuration; fails if one fails. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const cache = resolve(root, '.cache/types')
const tsc = resolve(root, 'node_modules/typescript-native/bin/tsc')

const threads = readdirSync(root)
  .map((name) => /^tsconfig\.(.+)\.json$/.exec(name)?.[1])
  .filter((thread) => thread !== undefined && thread !== 'base')
  .sort()

mkdirSync(cache, { recursive: true })
let failed = 0
for (const thread of threads) {
  const startedAt = performance.now()
  const incremental = ['--incremental', '--tsBuildInfoFile', resolve(cache, `${thread}.tsbuildinfo`)]
  const pretty = process.stdout.isTTY ? ['--pretty'] : []
  const { status } = spawnSync(process.execPath, [tsc, '-p', `tsconfig.${thread}.json`, ...incremental, ...pretty], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) failed += 1
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} types of ${thread} (${seconds} s)`)
}
process.exitCode = failed === 0 ? 0 : 1
