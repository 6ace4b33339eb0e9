import { existsSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { compileKernels } from './kernel-build'

const root = resolve(import.meta.dirname, '../..')

/** Folder of the built app. */
export const DIST_FOLDER = resolve(root, 'dist')

/** Everything that the build reads, apart from node_modules (the lock file stands for those). */
const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
  'scripts/app/kernel-build.ts',
  'scripts/app/security-headers.ts',
  'scripts/app/folder-server.ts',
  'scripts/app/vite-kernels.ts',
  'scripts/app/vite-one-runtime.ts',
  'scripts/app/vite-security-headers.ts',
  'scripts/app/vite-starter-model.ts',
  'scripts/app/web-app-manifest.ts',
]

function newestChangeMs(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return /\.(test|spec)\.tsx?$/.test(path) ? 0 : stats.mtimeMs
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestChangeMs(resolve(path, name))), 0)
}

function isStale(): boolean {
  const page = resolve(DIST_FOLDER, 'index.html')
  if (!existsSync(page)) return true
  const builtMs = statSync(page).mtimeMs
  return SOURCES.some((name) => newestChangeMs(resolve(root, name)) > builtMs)
}

/** Builds the production app into {@link DIST_FOLDER} when it is missing or older than its sources. */
export async function buildIfStale(): Promise<void> {
  if (!isStale()) return
  // Vite closes what loads its configuration before the build begins: the compiler could not be loaded then.
  await Promise.all([compileKernels('baseline'), compileKernels('relaxed')])
  await build({ root, logLevel: 'warn', configLoader: 'runner' })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale()
